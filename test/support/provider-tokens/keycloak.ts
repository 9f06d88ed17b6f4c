import { API, CLIENT, lifetime, logoutToken, SESSION, SUBJECT_ID } from './fixture.js';
import type { Mint, ProviderFixture } from './fixture.js';

const PROFILE = { preferred_username: 'alice', email_verified: true, name: 'Alice' };
const STRENGTHS = [
  [{ acr: '1' }, '1'],
  [{ acr: 'gold' }, 'gold'],
  [{ acr: '0' }, undefined],
] as const;

const idToken: Mint = ({ issuer, audience, now, age }) => ({
  header: { typ: 'JWT' },
  claims: {
    ...{ ...lifetime(now, 300), auth_time: now - age, jti: 'a1b2c3d4' },
    ...{ iss: issuer, aud: audience, sub: SUBJECT_ID, typ: 'ID', azp: audience, sid: SESSION },
    ...{ at_hash: 'JyMVmkVDihFu5cignwASQQ', acr: '1', ...PROFILE },
  },
});

const accessToken: Mint = ({ issuer, audience, now, age }) => ({
  header: { typ: 'JWT' },
  claims: {
    ...{ ...lifetime(now, 300), auth_time: now - age, jti: 'onrtac:0d58f3' },
    ...{ iss: issuer, aud: [audience, 'account'], sub: SUBJECT_ID, typ: 'Bearer', azp: CLIENT },
    ...{ sid: SESSION, acr: '1', 'allowed-origins': ['https://bank.example'] },
    ...{ realm_access: { roles: ['offline_access'] }, scope: 'openid profile', ...PROFILE },
  },
});

const machineToken: Mint = ({ issuer, audience, now }) => ({
  header: { typ: 'JWT' },
  claims: {
    ...{ ...lifetime(now, 300), jti: 'trrtcc:7a9d21' },
    ...{ iss: issuer, aud: audience, sub: SUBJECT_ID, typ: 'Bearer', azp: CLIENT, acr: '1' },
    ...{ scope: 'profile', clientHost: '10.0.0.7', clientAddress: '10.0.0.7', client_id: CLIENT },
    preferred_username: `service-account-${CLIENT}`,
  },
});

/** A kind by its name, with everything else that ours have. */
function called(typ: string | undefined): Mint {
  return ({ issuer, now, age }) => ({
    header: { typ: 'JWT' },
    claims: {
      ...{ ...lifetime(now, 300), auth_time: now - age, jti: 'b7' },
      ...{ iss: issuer, aud: [CLIENT, API], azp: CLIENT, sub: SUBJECT_ID, typ, sid: SESSION },
    },
  });
}

const says = { sessionId: SESSION, acr: '1' };

export const keycloak: ProviderFixture = {
  provider: 'keycloak',
  issuer: 'https://id.bank.example/realms/bank',
  path: '/realms/bank',
  keysUrl: (issuer) => `${issuer}/protocol/openid-connect/certs`,
  kinds: {
    id_token: {
      audience: CLIENT,
      mint: idToken,
      says,
      strengths: STRENGTHS,
      strange: [],
      added: [
        // By the mapper "realm roles", with "Add to ID token".
        { realm_access: { roles: ['teller'] }, resource_access: { bank: { roles: ['teller'] } } },
        { scope: 'openid', 'allowed-origins': ['https://bank.example'] },
      ],
      unlike: [{ typ: 'Bearer' }, { typ: undefined }, { typ: 'id' }],
      nobody: [],
    },
    access_token: {
      audience: API,
      mint: accessToken,
      says,
      strengths: STRENGTHS,
      strange: [],
      // As versions before 25 have it.
      added: [{ nonce: 'MTIzNDU' }],
      unlike: [{ typ: 'ID' }, { typ: undefined }, { typ: 'bearer' }, { azp: undefined }],
      nobody: [
        [{ clientHost: '10.0.0.7' }, 'machine'],
        [{ clientAddress: '10.0.0.7' }, 'machine'],
        [{ preferred_username: 'service-account-ledger' }, 'machine'],
      ],
      machine: machineToken,
    },
  },
  others: [
    { name: 'refresh token', mint: called('Refresh') },
    { name: 'offline token', mint: called('Offline') },
    { name: 'DPoP token', mint: called('DPoP') },
    { name: 'logout token', mint: called('Logout') },
    { name: 'logout token by its event', mint: logoutToken({ typ: 'JWT' }) },
    { name: 'signed answer of the userinfo endpoint', mint: called(undefined) },
  ],
};
