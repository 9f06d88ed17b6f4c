import { expect, it } from 'vitest';
import { ConfigurationError } from '../../src/protocol/index.js';
import { createTokenVerifier } from '../../src/tokens/index.js';
import type { SeveralIssuersOptions, TokenVerifierOptions } from '../../src/tokens/index.js';
import { logoutToken } from '../support/logout-tokens.js';
import { outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';

const ISSUER = 'https://issuer.test';
const RIGHT = { issuer: ISSUER, audience: 'client-id' };
const JWKS_URI =
  '"jwksUri" must be an https URL without user name; http on a loopback address only';
const NAME = '"issuer" must be the text that tokens carry as iss';

it.each([
  { provider: undefined },
  { provider: 'auth0', issuer: 'https://tenant.auth0.com/' },
  { provider: 'auth0', issuer: 'http://127.0.0.1:4001' },
  { jwksUri: 'https://keys.test/jwks' },
  { jwksUri: 'http://127.0.0.1:4001/jwks' },
  { jwksUri: 'https://keys.test/jwks', issuer: 'a name that is no address' },
  { readClaims: (_claims: unknown, reading: object) => reading },
])('takes %j', (options) => {
  createTokenVerifier({ ...RIGHT, ...options } as TokenVerifierOptions).close();
});

it.each([
  {
    options: { provider: 'auth1' },
    message:
      '"provider" must be one of "authgear", "auth0", "keycloak", "okta", "entra", "cognito", "firebase", "clerk"',
  },
  ...['toString', '__proto__', null, 5].map((provider) => ({
    options: { provider },
    message: '"provider" must be one of "authgear"',
  })),
  {
    options: { provider: 'auth0', issuer: 'https://tenant.auth0.com' },
    message: '"issuer" must look like https://',
  },
  ...['http://keys.test/jwks', 'keys', '', null, 5, 'https://user@keys.test', 'file:///jwks'].map(
    (jwksUri) => ({ options: { jwksUri }, message: JWKS_URI }),
  ),
  ...['', undefined, null, 5, {}].map((issuer) => ({
    options: { jwksUri: 'https://keys.test/jwks', issuer },
    message: NAME,
  })),
  ...['', [], [''], null, 5].map((logoutAudience) => ({
    options: { logoutAudience },
    message: '"logoutAudience" must be a client id, or a list of at least one',
  })),
  { options: { readClaims: {} }, message: '"readClaims" must be a function' },
  {
    options: { provider: 'firebase', issuer: 'http://127.0.0.1', tokenType: 'access_token' },
    message: '"tokenType" cannot be access_token for Firebase',
  },
])('refuses $options at start', ({ options, message }) => {
  const create = () => createTokenVerifier({ ...RIGHT, ...options } as TokenVerifierOptions);
  expect(create).toThrow(ConfigurationError);
  expect(create).toThrow(message);
});

it.each([
  { options: { issuers: [] }, message: '"issuers" must be a list of at least one' },
  { options: { issuers: RIGHT }, message: '"issuers" must be a list of at least one' },
  { options: { issuers: undefined }, message: '"issuers" must be a list of at least one' },
  { options: { issuers: [undefined] }, message: 'issuers[0] takes an object of options' },
  {
    options: { issuers: [RIGHT, { audience: 'a' }] },
    message: 'issuers[1]: "issuer" must be an https URL',
  },
  { options: { issuers: [RIGHT, RIGHT] }, message: '"issuers" must name each issuer once' },
  {
    options: { issuers: [{ ...RIGHT, cacheSize: 5 }] },
    message:
      'issuers[0] has no option "cacheSize"; it has issuer, audience, logoutAudience, provider',
  },
  {
    options: { issuers: [RIGHT], ...RIGHT },
    message: 'createTokenVerifier with "issuers" has no option "issuer"; it has issuers, clock',
  },
])('of several issuers, refuses $options at start', ({ options, message }) => {
  const create = () => createTokenVerifier(options as unknown as SeveralIssuersOptions);
  expect(create).toThrow(ConfigurationError);
  expect(create).toThrow(message);
});

it('knows logout tokens of access tokens by their clients, and no other tokens', async () => {
  const scripted = scriptIssuer();
  const verifier = scripted.verifier({
    ...{ tokenType: 'access_token', audience: 'https://api.test' },
    logoutAudience: ['one-client', 'another-client'],
  });
  const logoutOf = (aud: string) =>
    outcomeOf(verifier.verifyLogoutToken(logoutToken(scripted, { aud })));
  expect(await logoutOf('another-client')).toBe('accepted');
  expect(await logoutOf('https://api.test')).toBe('wrong_audience');
  const accessTokenOf = (aud: string) => {
    const claims = { aud, client_id: 'one-client', jti: 'token-1' };
    return outcomeOf(verifier.verify(scripted.token({ header: { typ: 'at+jwt' }, claims })));
  };
  expect(await accessTokenOf('https://api.test')).toBe('accepted');
  expect(await accessTokenOf('one-client')).toBe('wrong_audience');
});
