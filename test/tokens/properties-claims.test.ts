import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFresh } from '../../src/protocol/index.js';
import type { VerifiedAuthentication } from '../../src/protocol/index.js';
import { TokenRefusedError } from '../../src/tokens/index.js';
import type { TokenVerifier } from '../../src/tokens/index.js';
import { forge } from '../support/forge.js';
import { rawObject, spell } from '../support/hostile-json.js';
import {
  hostileTokens,
  TOKEN_CASES,
  tokensOfAnyTime,
  verifierFor,
} from '../support/hostile-tokens.js';
import type { HostileToken } from '../support/hostile-tokens.js';
import { NOW, scriptIssuer } from '../support/scripted-issuer.js';
import { isFreshByTheBook } from '../support/token-oracle.js';

const RUNS = 200;

describe.each(TOKEN_CASES)('the $expected.tokenType of $expected.provider', (one) => {
  const scripted = scriptIssuer();
  const { key } = scripted;
  const { expected } = one;

  function isFreshUser({ principal, authTime, issuedAt }: VerifiedAuthentication): boolean {
    const { maxAge, tolerance: clockTolerance } = expected;
    const check = { now: NOW, maxAge, clockTolerance, issuedAt };
    return principal === 'user' && isFresh(authTime, check);
  }

  it('is fresh as it is', async () => {
    const header = spell([['alg', `"${key.alg}"`], ['kid', `"${key.kid}"`], ...one.header]);
    const token = forge({ header, claims: spell(one.claims) }, key);
    expect(isFreshUser(await verifierFor(one, scripted).verify(token))).toBe(true);
  });

  async function expectByTheBook(verifier: TokenVerifier, hostile: HostileToken): Promise<void> {
    const { token, header, claims } = hostile;
    const verdict = await verifier.verify(token).catch((error: unknown) => error);
    if (verdict instanceof TokenRefusedError) return;
    expect(verdict).not.toBeInstanceOf(Error);
    const authentication = verdict as VerifiedAuthentication;
    if (isFreshUser(authentication))
      expect(isFreshByTheBook(header, claims, expected), spell(rawObject(claims))).toBe(true);
    expectSound(authentication);
    expect(await verifier.verify(token)).toBe(authentication);
  }

  it('with any JSON in its claims and header is refused, or read; fresh only by the book', async () => {
    const verifier = verifierFor(one, scripted);
    await fc.assert(
      fc.asyncProperty(hostileTokens(one, scripted), (hostile) =>
        expectByTheBook(verifier, hostile),
      ),
      { numRuns: RUNS },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('that says when its user signed in as no token should is fresh only by the book', async () => {
    const verifier = verifierFor(one, scripted);
    for (const hostile of tokensOfAnyTime(one, key)) await expectByTheBook(verifier, hostile);
  });
});

/** Whatever the claims were, their reading is of the types that it says, and nobody can change it. */
function expectSound(authentication: VerifiedAuthentication): void {
  const { principal, sessionId, authTime, acr, amr, canReauthenticate, claims } = authentication;
  expect(['user', 'anonymous', 'machine']).toContain(principal);
  expect(['string', 'undefined']).toContain(typeof sessionId);
  expect(authTime === undefined || Number.isNaN(authTime) || authTime >= 0).toBe(true);
  expect(['string', 'undefined']).toContain(typeof acr);
  expect(amr.every((method) => typeof method === 'string')).toBe(true);
  expect(['boolean', 'undefined']).toContain(typeof canReauthenticate);
  expect([authentication, amr, claims].every(Object.isFrozen)).toBe(true);
  expect(Object.hasOwn(claims, '__proto__')).toBe(false);
}
