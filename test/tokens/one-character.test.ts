import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forgeKey } from '../support/forge.js';
import { misspell } from '../support/misspellings.js';
import { outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';

describe.each(['ES256', 'RS256', 'EdDSA', 'PS256'])('a token of %s', (alg) => {
  const issuer = scriptIssuer(forgeKey(alg, 'key-1'));
  const token = issuer.token();

  it.each([
    { when: 'never seen before', isKnown: false },
    { when: 'remembered', isKnown: true },
  ])('$when, is refused with any one character changed', async ({ isKnown }) => {
    const verifier = issuer.verifier();
    if (isKnown) await verifier.verify(token);
    const misspellings = misspell(token);
    expect(misspellings.length).toBeGreaterThan(token.length * 15);
    const outcomes = new Set<unknown>();
    for (const one of misspellings) outcomes.add(await outcomeOf(verifier.verify(one)));
    expect([...outcomes].sort()).toEqual(REFUSALS);
    expect(verifier.health().cachedTokens).toBe(isKnown ? 1 : 0);
    expect(await outcomeOf(verifier.verify(token))).toBe('accepted');
  });

  it('is refused with several characters changed', async () => {
    const verifier = issuer.verifier();
    await verifier.verify(token);
    const at = fc.nat({ max: token.length });
    const changes = fc.array(fc.tuple(at, fc.nat({ max: 3 }), fc.string({ maxLength: 3 })), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(changes, async (splices) => {
        const changed = splices.reduce(
          (text, [from, removed, inserted]) =>
            text.slice(0, from) + inserted + text.slice(from + removed),
          token,
        );
        fc.pre(changed !== token);
        expect(await outcomeOf(verifier.verify(changed))).not.toBe('accepted');
      }),
      { numRuns: 500 },
    );
  });
});

/** Of one character: each part can be no JSON, or another algorithm, key, issuer, audience, claim or signature. */
const REFUSALS = [
  ...['expired', 'malformed_token', 'not_yet_valid', 'unknown_key', 'wrong_algorithm'],
  ...['wrong_audience', 'wrong_claim', 'wrong_issuer', 'wrong_signature'],
];

it('no number makes a time claim that a token is accepted with out of its range', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  const now = issuer.clock();
  const anyNumber = fc.oneof(fc.double(), fc.integer({ min: now - 10, max: now + 10 }));
  await fc.assert(
    fc.asyncProperty(anyNumber, anyNumber, anyNumber, async (exp, iat, nbf) => {
      const outcome = await outcomeOf(verifier.verify(issuer.token({ claims: { exp, iat, nbf } })));
      const isInRange =
        exp > now - 5 &&
        exp <= now + 366 * 86_400 &&
        [iat, nbf].every((time) => time >= 0 && time <= now + 5);
      expect(outcome === 'accepted').toBe(isInRange);
    }),
    { numRuns: 500 },
  );
});
