import { API, CLIENT, lifetime, logoutToken, SESSION, SUBJECT_ID } from './fixture.js';
import type { Mint, ProviderFixture, TokenRequest } from './fixture.js';

const USER = {
  'https://authgear.com/claims/user/is_anonymous': false,
  'https://authgear.com/claims/user/is_verified': true,
  'https://authgear.com/claims/user/can_reauthenticate': true,
  'https://authgear.com/claims/user/roles': ['customer'],
};

const NOBODY = [
  [{ sub: `client_id_${CLIENT}` }, 'machine'],
  [{ 'https://authgear.com/claims/user/is_anonymous': true }, 'anonymous'],
] as const;

const idToken: Mint = ({ issuer, audience, now, age }) => ({
  header: {},
  claims: {
    ...{ iss: issuer, aud: audience, sub: SUBJECT_ID, sid: SESSION, ds_hash: 'Zm9yZ2Vk' },
    ...{ ...lifetime(now, 300), auth_time: now - age, amr: ['pwd'], ...USER },
  },
});

const accessToken: Mint = ({ issuer, audience, now, age }) => ({
  header: { typ: 'at+jwt' },
  claims: {
    ...{ iss: issuer, aud: [audience], sub: SUBJECT_ID, client_id: CLIENT, jti: '4f1c9b' },
    ...{ scope: 'openid https://authgear.com/scopes/full-access', ...lifetime(now, 1800) },
    ...{ auth_time: now - age, amr: ['pwd'], ...USER },
  },
});

const machineToken: Mint = (request: TokenRequest) => {
  const { header, claims } = accessToken(request);
  const { iss, aud, client_id, jti, iat, exp } = claims;
  return {
    header,
    claims: { iss, aud, client_id, jti, iat, exp, scope: 'read', sub: `client_id_${CLIENT}` },
  };
};

const anonymous: Mint = (request) => {
  const { header, claims } = idToken(request);
  const isAnonymous = { 'https://authgear.com/claims/user/is_anonymous': true };
  return { header, claims: { ...claims, ...isAnonymous } };
};

export const authgear: ProviderFixture = {
  provider: 'authgear',
  issuer: 'https://bank.authgear.cloud',
  path: '',
  keysUrl: (issuer) => `${issuer}/oauth2/jwks`,
  kinds: {
    id_token: {
      audience: CLIENT,
      mint: idToken,
      says: { sessionId: SESSION, amr: ['pwd'], canReauthenticate: true },
      strengths: [],
      strange: [],
      unlike: [],
      nobody: NOBODY,
      anonymous,
    },
    access_token: {
      audience: API,
      mint: accessToken,
      says: { amr: ['pwd'], canReauthenticate: true },
      strengths: [],
      strange: [],
      unlike: [],
      nobody: NOBODY,
      machine: machineToken,
    },
  },
  others: [{ name: 'logout token', mint: logoutToken({ typ: 'JWT' }) }],
};
