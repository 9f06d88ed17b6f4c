import { MULTI_FACTOR } from './auth0.js';
import { lifetime } from './fixture.js';
import type { Mint, ProviderFixture, TokenRequest } from './fixture.js';

const PROJECT = 'bank-example';
const USER = 'Xb3kQ9pLr2ZsT8vW1yN6mD4cJ7f2';
const IDENTITIES = { email: ['alice@bank.example'] };

const idToken: Mint = ({ issuer, audience, now, age }) => ({
  header: { typ: 'JWT' },
  claims: {
    ...{ name: 'Alice', iss: issuer, aud: audience, auth_time: now - age },
    ...{ user_id: USER, sub: USER, ...lifetime(now, 3600), email_verified: true },
    firebase: { identities: IDENTITIES, sign_in_provider: 'password' },
  },
});

const anonymous: Mint = (request) => {
  const { header, claims } = idToken(request);
  const firebase = { identities: {}, sign_in_provider: 'anonymous' };
  return { header, claims: { ...claims, provider_id: 'anonymous', firebase } };
};

const withSecondFactor = {
  identities: IDENTITIES,
  ...{ sign_in_provider: 'password', sign_in_second_factor: 'totp' },
};

export const firebase: ProviderFixture = {
  provider: 'firebase',
  issuer: `https://securetoken.google.com/${PROJECT}`,
  path: `/${PROJECT}`,
  keysUrl: (issuer) =>
    issuer.startsWith('https:')
      ? 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com'
      : `${issuer}/jwk`,
  kinds: {
    id_token: {
      audience: PROJECT,
      mint: idToken,
      says: { subject: USER },
      strengths: [
        [{ firebase: withSecondFactor }, MULTI_FACTOR],
        [{ firebase: { ...withSecondFactor, sign_in_second_factor: null } }, undefined],
        // A custom claim, as whoever runs the project may set one.
        [{ acr: MULTI_FACTOR }, undefined],
      ],
      strange: [],
      added: [{ client_id: 42, scope: 'teller', azp: PROJECT }],
      unlike: [undefined, null, 'password', ['password'], {}, { sign_in_provider: '' }].map(
        (firebase) => ({ firebase }),
      ),
      nobody: [
        [{ provider_id: 'anonymous' }, 'anonymous'],
        [{ firebase: { sign_in_provider: 'anonymous' } }, 'anonymous'],
      ],
      anonymous,
    },
  },
  others: [
    { name: 'token that Firebase did not make', mint: ofSomebody },
    { name: 'session cookie', mint: sessionCookie, refusal: 'wrong_issuer' },
  ],
};

function ofSomebody(request: TokenRequest) {
  const { header, claims } = idToken(request);
  return { header, claims: { ...claims, firebase: undefined } };
}

function sessionCookie(request: TokenRequest) {
  const { header, claims } = idToken(request);
  return { header, claims: { ...claims, iss: `https://session.firebase.google.com/${PROJECT}` } };
}
