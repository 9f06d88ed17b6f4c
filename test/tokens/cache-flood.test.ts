import { expect, it, onTestFinished, vi } from 'vitest';
import type { TokenVerifier } from '../../src/tokens/index.js';
import { encodePart, forgeKey } from '../support/forge.js';
import { mirrorSignature } from '../support/mirror-signature.js';
import { respellings } from '../support/respellings.js';
import { ISSUER, NOW, outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';
import type { ScriptedIssuer } from '../support/scripted-issuer.js';

/** Counts signatures that were really checked. */
function countChecks(): () => number {
  const verify = vi.spyOn(crypto.subtle, 'verify');
  onTestFinished(() => {
    verify.mockRestore();
  });
  return () => verify.mock.calls.length;
}

function tokensOf(issuer: ScriptedIssuer, users: number): readonly string[] {
  return Array.from({ length: users }, (_, index) =>
    issuer.token({ claims: { sub: `user-${index}` } }),
  );
}

async function verifyAll(verifier: TokenVerifier, tokens: readonly string[]): Promise<void> {
  for (const token of tokens) await verifier.verify(token);
}

it("10 000 variants of one user's token leave the entry of every other user in place", async () => {
  const issuer = scriptIssuer();
  const others = tokensOf(issuer, 1000);
  // Room for everybody else and for two of the attacker's: their token, and its other valid signature.
  const verifier = issuer.verifier({ cacheSize: 1002 });
  await verifyAll(verifier, others);
  const token = issuer.token({ claims: { sub: 'attacker' } });
  await verifyAll(verifier, [token, mirrorSignature(token)]);
  const accepted: string[] = [];
  for (const variant of respellings(token, 10_000)) {
    if ((await outcomeOf(verifier.verify(variant))) === 'accepted') accepted.push(variant);
  }
  expect(accepted).toEqual([]);
  expect(verifier.health().cachedTokens).toBe(1002);
  const checks = countChecks();
  await verifyAll(verifier, others);
  expect(checks()).toBe(0);
});

it('100 000 different junk tokens change nothing in the cache', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier({ cacheSize: 10 });
  const users = tokensOf(issuer, 10);
  await verifyAll(verifier, users);
  const [header = ''] = issuer.token().split('.');
  const signature = 'A'.repeat(86);
  const junk: ((index: number) => string)[] = [
    (index) => `junk${index}`,
    (index) => `${header}.${encodePart(`junk ${index}`)}.${signature}`,
    (index) => `${encodePart({ alg: 'none', index })}.${encodePart({ iss: ISSUER })}.${signature}`,
    (index) => `${header}.${encodePart({ iss: index })}.${signature}`,
    (index) => `${header}.${encodePart({ iss: ISSUER, aud: index })}.${signature}`,
  ];
  const outcomes = new Set<unknown>();
  for (let index = 0; index < 20_000; index += 1) {
    for (const make of junk) outcomes.add(await outcomeOf(verifier.verify(make(index))));
  }
  // What meets cryptography, too: signed by somebody else, and expired.
  const stranger = forgeKey('ES256', 'key-1');
  for (let index = 0; index < 500; index += 1) {
    const claims = { sub: `user-${index}` };
    outcomes.add(await outcomeOf(verifier.verify(issuer.token({ claims }, stranger))));
    const expired = issuer.token({ claims: { ...claims, exp: NOW - 100 } });
    outcomes.add(await outcomeOf(verifier.verify(expired)));
  }
  expect([...outcomes].sort()).toEqual([
    ...['expired', 'malformed_token', 'wrong_algorithm', 'wrong_audience', 'wrong_issuer'],
    'wrong_signature',
  ]);
  expect(verifier.health().cachedTokens).toBe(10);
  const checks = countChecks();
  await verifyAll(verifier, users);
  expect(checks()).toBe(0);
});

it('of many users at the same time each is who their own token says', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier({ cacheSize: 4 });
  const checks = countChecks();
  const users = tokensOf(issuer, 64);
  const calls = Array.from({ length: 8 }, () => users).flat();
  const subjects = await Promise.all(
    calls.map(async (token) => (await verifier.verify(token)).subject),
  );
  expect(subjects).toEqual(calls.map((_, index) => `user-${index % 64}`));
  expect([checks(), verifier.health().cachedTokens]).toEqual([64, 4]);
});

it('two verifiers share neither what they remember nor what they are about to know', async () => {
  const issuer = scriptIssuer();
  const stranger = scriptIssuer(forgeKey('ES256', 'key-1'));
  const checks = countChecks();
  const token = issuer.token();
  const outcomes = await Promise.all(
    [issuer.verifier(), stranger.verifier(), issuer.verifier({ audience: 'other' })].map(
      (verifier) => outcomeOf(verifier.verify(token)),
    ),
  );
  expect(outcomes).toEqual(['accepted', 'wrong_signature', 'wrong_audience']);
  expect(checks()).toBe(2);
});

it('texts that are hashed alike because they are no Unicode are no token, each on its own', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  const token = issuer.token();
  const texts = ['\ud800', '\udfff', '\ufffd'].map((letter) => token + letter);
  const outcomes = await Promise.all(
    [token, ...texts].map((text) => outcomeOf(verifier.verify(text))),
  );
  expect(outcomes).toEqual(['accepted', ...texts.map(() => 'malformed_token')]);
});
