import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatWwwAuthenticate, parseWwwAuthenticate } from '../../src/protocol/index.js';
import type { BearerChallenge } from '../../src/protocol/index.js';

const STEP_UP = 'insufficient_user_authentication';

it.each<[BearerChallenge, string]>([
  [{}, 'Bearer'],
  [{ acrValues: [] }, 'Bearer'],
  [{ error: 'invalid_token' }, 'Bearer error="invalid_token"'],
  [{ error: STEP_UP, maxAge: 300 }, `Bearer error="${STEP_UP}", max_age="300"`],
  [
    { error: STEP_UP, maxAge: 0, acrValues: ['a', 'urn:b'] },
    `Bearer error="${STEP_UP}", max_age="0", acr_values="a urn:b"`,
  ],
])('writes %j', (challenge, header) => {
  expect(formatWwwAuthenticate(challenge)).toBe(header);
});

it.each<[string, BearerChallenge | undefined]>([
  ['Bearer', {}],
  ['bearer', {}],
  ['Bearer realm="x"', {}],
  ['BEARER ERROR="invalid_token"', { error: 'invalid_token' }],
  ['Bearer error=invalid_token', { error: 'invalid_token' }],
  ['Bearer error = "invalid_token" , max_age=5', { error: 'invalid_token', maxAge: 5 }],
  [`Bearer realm="a, b \\"c\\"", error="${STEP_UP}", max_age="60"`, { error: STEP_UP, maxAge: 60 }],
  ['Bearer error="invalid\\_token"', { error: 'invalid_token' }],
  ['Basic realm="x", Bearer error="invalid_token"', { error: 'invalid_token' }],
  ['Negotiate abc==, Bearer max_age=1', { maxAge: 1 }],
  ['Bearer error="invalid_token", Basic realm="x", max_age=5', { error: 'invalid_token' }],
  ['Bearer max_age=5, DPoP error="invalid_token"', { maxAge: 5 }],
  ['Bearer max_age=5, max_age=6', { maxAge: 5 }],
  ['Bearer error="new_error", max_age="-1"', {}],
  ['Bearer max_age="99999999999"', {}],
  ['Bearer max_age="2147483648"', {}],
  ['Bearer max_age="1e3"', {}],
  ['Bearer max_age=""', {}],
  ['Bearer acr_values="a  b\tc \\"d"', { acrValues: ['a'] }],
  ['Bearer token68==', {}],
  ['', undefined],
  ['Basic realm="Bearer"', undefined],
  ['error="invalid_token"', undefined],
  ['Bearerx error="invalid_token"', undefined],
  ['"', undefined],
  [`Bearer ${'a'.repeat(4090)}`, undefined],
])('reads %s', (header, challenge) => {
  expect(parseWwwAuthenticate(header)).toEqual(challenge);
});

it.each([undefined, null, 5, {}, ['Bearer']])('reads nothing from %j', (header) => {
  expect(parseWwwAuthenticate(header)).toBeUndefined();
});

const acrValue = fc.stringMatching(/^[\x21\x23-\x5b\x5d-\x7e]{1,40}$/);
const challenge: fc.Arbitrary<BearerChallenge> = fc.record(
  {
    error: fc.constantFrom('invalid_request', 'invalid_token', STEP_UP),
    maxAge: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    acrValues: fc.array(acrValue, { minLength: 1, maxLength: 20 }),
  },
  { requiredKeys: [] },
);

it('reads back what it wrote', () => {
  fc.assert(
    fc.property(challenge, (written) => {
      expect(parseWwwAuthenticate(formatWwwAuthenticate(written))).toEqual(written);
    }),
  );
});

it('reads back what it wrote from among other challenges', () => {
  const other = fc.constantFrom(
    'Basic realm="a, Bearer b"',
    'Negotiate',
    'DPoP algs="ES256", error="x"',
    'Digest qop="auth, auth-int"',
  );
  fc.assert(
    fc.property(other, challenge, other, (before, written, after) => {
      const header = [before, formatWwwAuthenticate(written), after].join(', ');
      expect(parseWwwAuthenticate(header)).toEqual(written);
    }),
  );
});

it('never throws, and is done in time', () => {
  const piece = fc.constantFrom(
    'Bearer',
    '"',
    '\\',
    ',',
    '=',
    ' ',
    'error',
    'max_age',
    '"5"',
    '\t',
    'é',
    '\n',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 200 }).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(text, (header) => {
      expect(() => parseWwwAuthenticate(header)).not.toThrow();
      expect(() => parseWwwAuthenticate(`Bearer ${header}`)).not.toThrow();
    }),
  );
  for (const header of [
    '"'.repeat(4096),
    '\\"'.repeat(2048),
    `"${'\\'.repeat(4000)}`,
    ','.repeat(4096),
  ]) {
    expect(() => parseWwwAuthenticate(header)).not.toThrow();
  }
});
