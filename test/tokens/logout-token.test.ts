import { describe, expect, it } from 'vitest';
import { forgeKey } from '../support/forge.js';
import { LOGOUT_EVENT, logoutToken } from '../support/logout-tokens.js';
import { AUDIENCE, ISSUER, NOW, outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';

const issuer = scriptIssuer();
const verifier = issuer.verifier();

function outcome(claims: object, header?: object): Promise<unknown> {
  return outcomeOf(verifier.verifyLogoutToken(logoutToken(issuer, claims, header)));
}

it('a logout token says whose session has ended, and when', async () => {
  expect(await verifier.verifyLogoutToken(logoutToken(issuer, { jti: 'the-jti' }))).toEqual({
    issuer: ISSUER,
    subject: 'subject',
    sessionId: 'session',
    issuedAt: NOW,
    expiresAt: NOW + 120 + 5,
    tokenId: 'the-jti',
  });
});

it.each([
  ...[undefined, 'JWT', 'jwt', 'application/jwt', 'logout+jwt', 'Logout+JWT'].map(accepted),
  ...['application/logout+jwt'].map(accepted),
  ...['at+jwt', 'logout', 'secevent+jwt', 'logout+jwt;v=1', '', null, ['logout+jwt']].map(
    (typ) => ({ typ, expected: 'wrong_type' }),
  ),
])('a logout token of the type $typ is $expected', async ({ typ, expected }) => {
  expect(await outcome({}, { typ })).toBe(expected);
});

function accepted(typ: unknown) {
  return { typ, expected: 'accepted' };
}

const CASES: readonly { claim: string; cases: readonly (readonly [unknown, string])[] }[] = [
  {
    claim: 'events',
    cases: [
      [{ [LOGOUT_EVENT]: {} }, 'accepted'],
      [{ [LOGOUT_EVENT]: { more: 1 }, other: {} }, 'accepted'],
      [undefined, 'wrong_type'],
      [null, 'wrong_type'],
      [{}, 'wrong_type'],
      [LOGOUT_EVENT, 'wrong_type'],
      [[LOGOUT_EVENT], 'wrong_type'],
      [{ [LOGOUT_EVENT]: null }, 'wrong_type'],
      [{ [LOGOUT_EVENT]: true }, 'wrong_type'],
      [{ [LOGOUT_EVENT]: '{}' }, 'wrong_type'],
      [{ [LOGOUT_EVENT]: [] }, 'wrong_type'],
      [{ [`${LOGOUT_EVENT}/`]: {} }, 'wrong_type'],
    ],
  },
  {
    claim: 'nonce',
    cases: [
      ['n', 'wrong_type'],
      ['', 'wrong_type'],
      [null, 'wrong_type'],
      [undefined, 'accepted'],
    ],
  },
  {
    claim: 'aud',
    cases: [
      [AUDIENCE, 'accepted'],
      [[AUDIENCE], 'accepted'],
      [['other', AUDIENCE], 'accepted'],
      ['other', 'wrong_audience'],
      [[], 'wrong_audience'],
      [[AUDIENCE, 1], 'wrong_audience'],
      [undefined, 'wrong_audience'],
    ],
  },
  { claim: 'iss', cases: ['https://other.test', undefined, null, [ISSUER]].map(wrongIssuer) },
  {
    claim: 'jti',
    cases: [
      ['x'.repeat(255), 'accepted'],
      ...['x'.repeat(256), '', undefined, null, 7, ['x']].map(wrongClaim),
    ],
  },
  {
    claim: 'sub',
    cases: [
      [undefined, 'accepted'],
      ['x'.repeat(255), 'accepted'],
      ...['x'.repeat(256), '', null, 7, {}].map(wrongClaim),
    ],
  },
  {
    claim: 'sid',
    cases: [
      [undefined, 'accepted'],
      ['x'.repeat(255), 'accepted'],
      ...['x'.repeat(256), '', null, 7, {}].map(wrongClaim),
    ],
  },
  {
    claim: 'exp',
    cases: [
      [NOW - 4, 'accepted'],
      [NOW - 5, 'expired'],
      [NOW + 366 * 86_400, 'accepted'],
      ...[(NOW + 120) * 1000, undefined, null, String(NOW + 120)].map(wrongClaim),
    ],
  },
  {
    claim: 'iat',
    cases: [
      [NOW + 5, 'accepted'],
      [NOW + 6, 'not_yet_valid'],
      [NOW - 604, 'accepted'],
      [NOW - 605, 'expired'],
      ...[undefined, null, String(NOW)].map(wrongClaim),
    ],
  },
  { claim: 'nbf', cases: [[NOW + 6, 'not_yet_valid']] },
];

function wrongClaim(value: unknown): readonly [unknown, string] {
  return [value, 'wrong_claim'];
}

function wrongIssuer(value: unknown): readonly [unknown, string] {
  return [value, 'wrong_issuer'];
}

describe.each(CASES)('$claim of a logout token', ({ claim, cases }) => {
  it.each(cases)('%j: %s', async (value, expected) => {
    expect(await outcome({ [claim]: value })).toBe(expected);
  });
});

it('a logout token names a session or a user', async () => {
  expect(await outcome({ sub: undefined, sid: undefined })).toBe('wrong_claim');
});

it('a logout token that says to live for a year can be received for ten minutes', async () => {
  const token = logoutToken(issuer, { exp: NOW + 366 * 86_400 });
  expect(await verifier.verifyLogoutToken(token)).toMatchObject({ expiresAt: NOW + 605 });
});

it('a logout token is signed by the issuer, with an algorithm that is accepted', async () => {
  const forged = forgeKey('ES256', issuer.key.kid);
  const claims = {
    ...{ iat: NOW, exp: NOW + 120, jti: 'forged', auth_time: undefined },
    events: { [LOGOUT_EVENT]: {} },
  };
  const token = issuer.token({ header: { typ: 'logout+jwt' }, claims }, forged);
  expect(await outcomeOf(verifier.verifyLogoutToken(token))).toBe('wrong_signature');
  expect(await outcome({}, { alg: 'none' })).toBe('wrong_algorithm');
  expect(await outcome({}, { alg: 'HS256' })).toBe('wrong_algorithm');
  expect(await outcome({}, { kid: 'unknown' })).toBe('unknown_key');
});

it('no other kind of token passes for a logout token, nor it for another', async () => {
  const accessToken = issuer.token({
    header: { typ: 'at+jwt' },
    claims: { client_id: AUDIENCE, jti: 'access' },
  });
  expect(await outcomeOf(verifier.verifyLogoutToken(issuer.token()))).toBe('wrong_type');
  expect(await outcomeOf(verifier.verifyLogoutToken(accessToken))).toBe('wrong_type');
  const accessVerifier = issuer.verifier({ tokenType: 'access_token' });
  for (const typ of [undefined, 'JWT', 'logout+jwt', 'at+jwt']) {
    // With everything that another kind must have.
    const token = logoutToken(issuer, { client_id: AUDIENCE, auth_time: NOW }, { typ });
    expect(await outcomeOf(verifier.verify(token))).toBe('wrong_type');
    expect(await outcomeOf(accessVerifier.verify(token))).toBe('wrong_type');
  }
});

it('a logout token is not remembered as a caller’s', async () => {
  const fresh = issuer.verifier();
  const token = logoutToken(issuer);
  await fresh.verifyLogoutToken(token);
  await fresh.verifyLogoutToken(token);
  expect(fresh.health().cachedTokens).toBe(0);
});

it.each(['', 'x', 'a.b.c', 'x'.repeat(9000)])('junk is no logout token', async (token) => {
  const counting = scriptIssuer();
  await expect(counting.verifier().verifyLogoutToken(token)).rejects.toMatchObject({
    name: 'TokenRefusedError',
  });
  expect(counting.asked).toEqual([]);
});
