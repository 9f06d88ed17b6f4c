import { expect, it } from 'vitest';
import { ConfigurationError } from '../../src/protocol/index.js';
import { createTokenVerifier } from '../../src/tokens/index.js';
import type { TokenVerifierOptions } from '../../src/tokens/index.js';

const RIGHT = { issuer: 'https://issuer.test', audience: 'client-id' };
const ISSUER =
  '"issuer" must be an https URL without query, fragment or user name; http on a loopback address only';
const AUDIENCE = '"audience" must be a client id, or a list of at least one';
const ALGORITHMS =
  '"algorithms" must be a list of some of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519';

it.each<Partial<TokenVerifierOptions>>([
  {},
  { issuer: 'https://issuer.test/' },
  { issuer: 'https://issuer.test/tenant/1' },
  { issuer: 'https://issuer.test:8443' },
  { issuer: 'http://localhost:4001' },
  { issuer: 'http://127.0.0.1:4001' },
  { issuer: 'http://127.3.2.1' },
  { issuer: 'http://[::1]:4001' },
  { audience: ['client-id', 'other'] },
  { tokenType: 'id_token' },
  { algorithms: ['RS256'] },
  { algorithms: ['ES512', 'PS384'] },
  { clockTolerance: 0 },
  { clockTolerance: 300 },
  { cacheSize: 1 },
  { maxTokenLength: 1 },
  {
    issuer: 'https://issuer.test',
    tokenType: undefined,
    algorithms: undefined,
    clock: undefined,
    fetch: undefined,
  },
])('takes %j', (options) => {
  const verifier = createTokenVerifier({ ...RIGHT, ...options });
  expect(verifier.clockTolerance).toBe(options.clockTolerance ?? 5);
  verifier.close();
});

it.each([
  ...[
    '',
    'issuer.test',
    '//issuer.test',
    'http://issuer.test',
    'ftp://issuer.test',
    'file:///etc/passwd',
  ].map(wrongIssuer),
  ...['https://user@issuer.test', 'https://:word@issuer.test', 'https://issuer.test?a=1'].map(
    wrongIssuer,
  ),
  ...[
    'https://issuer.test?',
    'https://issuer.test#',
    'https://issuer.test\n',
    ' https://issuer.test',
  ].map(wrongIssuer),
  ...[
    'http://127.0.0.1.evil.test',
    'http://localhost.evil.test',
    'http://0.0.0.0',
    'http://10.0.0.1',
  ].map(wrongIssuer),
  ...[undefined, null, 5, ['https://issuer.test'], new URL('https://issuer.test')].map(wrongIssuer),
  ...[undefined, null, '', ' ', [], [''], ['client-id', ''], [5], 5, {}].map((audience) => ({
    options: { audience },
    message: AUDIENCE,
  })),
  ...[[], ['none'], ['HS256'], ['RS256', 'HS512'], ['rs256'], 'RS256', null, [null]].map(
    (algorithms) => ({
      options: { algorithms },
      message: ALGORITHMS,
    }),
  ),
  ...[-1, 301, 5000, 0.5, NaN, Infinity, '5', null].map((clockTolerance) => ({
    options: { clockTolerance },
    message: '"clockTolerance" must be a whole number from 0 to 300',
  })),
  ...[0, -1, 0.5, NaN, 1_000_001, '10', null].map((cacheSize) => ({
    options: { cacheSize },
    message: '"cacheSize" must be a whole number from 1 to 1000000',
  })),
  ...[0, -1, 0.5, Infinity, '10', null].map((maxTokenLength) => ({
    options: { maxTokenLength },
    message: '"maxTokenLength" must be a whole number, 1 or more',
  })),
  {
    options: { tokenType: 'jwt' },
    message: '"tokenType" must be one of "id_token", "access_token"',
  },
  ...[599, 30 * 86_400 + 1, 600.5, NaN, Infinity, '600'].map((maxKeyAge) => ({
    options: { maxKeyAge },
    message: '"maxKeyAge" must be a whole number from 600 to 2592000',
  })),
  { options: { onEvent: {} }, message: '"onEvent" must be a function' },
  { options: { clock: 5 }, message: '"clock" must be a function' },
  { options: { fetch: null }, message: '"fetch" must be a function' },
  {
    options: { audiences: 'client-id' },
    message:
      'createTokenVerifier has no option "audiences"; it has issuer, audience, logoutAudience, provider, tokenType, algorithms, jwksUri, readClaims, clockTolerance, cacheSize, maxTokenLength, maxKeyAge, revocations, onEvent, clock, fetch',
  },
])('refuses $options at start', ({ options, message }) => {
  const create = () =>
    createTokenVerifier({ ...RIGHT, ...(options as Partial<TokenVerifierOptions>) });
  expect(create).toThrow(new ConfigurationError(message));
});

it.each([undefined, null, 'https://issuer.test'])('refuses %j for options', (options) => {
  expect(() => createTokenVerifier(options as unknown as TokenVerifierOptions)).toThrow(
    new ConfigurationError('createTokenVerifier takes an object of options'),
  );
});

function wrongIssuer(issuer: unknown) {
  return { options: { issuer }, message: ISSUER };
}
