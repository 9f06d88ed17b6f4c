import { CLIENT, lifetime, SUBJECT_ID } from './fixture.js';
import type { Mint, ProviderFixture, TokenRequest } from './fixture.js';

const SESSION = { origin_jti: '52372561-0803-458a-9ca7-8c0afdb2bea3', event_id: '545f9084-e44d' };
const LEVEL = 'urn:cognito:loa:3';
const STRENGTHS = [[{ acr: LEVEL, amr: ['pwd', 'otp', 'mfa'] }, LEVEL]] as const;

const idToken: Mint = ({ issuer, audience, now, age }) => ({
  header: {},
  claims: {
    ...{ at_hash: 'DsLmPmRzTJOqM4', sub: SUBJECT_ID, email_verified: true, iss: issuer },
    ...{ 'cognito:username': 'alice', ...SESSION, aud: audience, token_use: 'id' },
    ...{ ...lifetime(now, 3600), auth_time: now - age, jti: 'e9d2', email: 'alice@bank.example' },
  },
});

const accessToken: Mint = ({ issuer, audience, now, age }) => ({
  header: {},
  claims: {
    ...{ sub: SUBJECT_ID, iss: issuer, version: 2, client_id: audience, ...SESSION },
    ...{ token_use: 'access', scope: 'openid transfer', ...lifetime(now, 3600), jti: 'dc75' },
    ...{ auth_time: now - age, username: 'alice' },
  },
});

/** Cognito gives a program's token an `auth_time`, too. */
const machineToken: Mint = ({ issuer, audience, now }) => ({
  header: {},
  claims: {
    ...{ sub: audience, iss: issuer, version: 2, client_id: audience, token_use: 'access' },
    ...{ scope: 'bank/transfer', ...lifetime(now, 3600), auth_time: now - 10, jti: '5f1b' },
  },
});

export const cognito: ProviderFixture = {
  provider: 'cognito',
  issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Bank00001',
  path: '/eu-central-1_Bank00001',
  keysUrl: (issuer) => `${issuer}/.well-known/jwks.json`,
  kinds: {
    id_token: {
      audience: CLIENT,
      mint: idToken,
      says: {},
      strengths: STRENGTHS,
      strange: [],
      added: [{ client_id: CLIENT, scope: 'openid' }],
      unlike: [{ token_use: 'access' }, { token_use: undefined }, { token_use: 'ID' }],
      nobody: [],
    },
    access_token: {
      audience: CLIENT,
      mint: accessToken,
      says: {},
      strengths: STRENGTHS,
      strange: [],
      added: [{ nonce: 'MTIzNDU' }],
      unlike: [{ token_use: 'id' }, { token_use: undefined }, { token_use: 'refresh' }],
      nobody: [
        [{ username: undefined }, 'machine'],
        [{ sub: CLIENT }, 'machine'],
      ],
      machine: machineToken,
    },
  },
  others: [{ name: 'token that names no use', mint: ofNoUse }],
};

function ofNoUse(request: TokenRequest) {
  const { header, claims } = idToken(request);
  return { header, claims: { ...claims, token_use: undefined } };
}
