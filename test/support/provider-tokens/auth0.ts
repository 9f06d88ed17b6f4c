import { API, CLIENT, lifetime, logoutToken, OF_ID_TOKENS, SESSION } from './fixture.js';
import type { Mint, ProviderFixture } from './fixture.js';

const SUBJECT = 'auth0|66c1f0a7d2b3e4f5a6b7c8d9';
export const MULTI_FACTOR = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor';

const idToken: Mint = ({ issuer, audience, now, age }) => ({
  header: { typ: 'JWT' },
  claims: {
    ...{ nickname: 'alice', name: 'Alice', updated_at: '2026-11-20T10:00:00.000Z' },
    ...{ iss: issuer, aud: audience, sub: SUBJECT, sid: SESSION, nonce: 'bm9uY2U' },
    ...{ ...lifetime(now, 36_000), auth_time: now - age },
  },
});

/** The default profile. An Action cannot write `auth_time`; here it is as if Auth0 did. */
const accessToken: Mint = ({ issuer, audience, now, age }) => ({
  header: { typ: 'JWT' },
  claims: {
    ...{ iss: issuer, sub: SUBJECT, aud: [audience, `${issuer}userinfo`], azp: CLIENT },
    ...{ ...lifetime(now, 86_400), scope: 'openid profile transfer', auth_time: now - age },
  },
});

const rfc9068: Mint = (request) => {
  const { claims } = accessToken(request);
  const { azp, ...rest } = claims;
  return {
    header: { typ: 'at+jwt' },
    claims: { ...rest, client_id: azp, jti: '73WakrfVbNJBaAmhQtEeDv' },
  };
};

const machineToken: Mint = ({ issuer, audience, now }) => ({
  header: { typ: 'JWT' },
  claims: {
    ...{ iss: issuer, sub: `${CLIENT}@clients`, aud: audience, azp: CLIENT },
    ...{ ...lifetime(now, 86_400), gty: 'client-credentials', scope: 'transfer' },
  },
});

const says = { amr: [] };

export const auth0: ProviderFixture = {
  provider: 'auth0',
  issuer: 'https://bank.eu.auth0.com/',
  path: '/',
  keysUrl: (issuer) => `${issuer}.well-known/jwks.json`,
  kinds: {
    id_token: {
      audience: CLIENT,
      mint: idToken,
      says: { ...says, sessionId: SESSION },
      strengths: [
        [{ amr: ['mfa'] }, MULTI_FACTOR],
        [{ amr: ['pwd'] }, undefined],
        [{ amr: 'mfa' }, undefined],
      ],
      strange: ['azp', 'client_id', 'scope', 'permissions', 'gty'],
      unlike: [{ typ: 'ID' }, { token_use: 'id' }],
      nobody: [],
    },
    access_token: {
      audience: API,
      mint: accessToken,
      says,
      strengths: [[{ amr: ['mfa'] }, MULTI_FACTOR]],
      strange: OF_ID_TOKENS,
      unlike: [{ azp: undefined }, { azp: '' }, { typ: 'Bearer' }],
      nobody: [
        [{ gty: 'client-credentials' }, 'machine'],
        [{ sub: `${CLIENT}@clients` }, 'machine'],
        [{ client_id: SUBJECT }, 'machine'],
      ],
      machine: machineToken,
    },
  },
  others: [
    { name: 'logout token', mint: logoutToken({ typ: 'logout+jwt' }) },
    { name: 'logout token of no type', mint: logoutToken({}) },
  ],
};

export { rfc9068 as auth0Rfc9068 };
