import fc from 'fast-check';
import { expect, it } from 'vitest';
import { forgeKey } from '../support/forge.js';
import { outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/. \n\té';

it.each(['ES256', 'RS256', 'EdDSA'])(
  'no token of %s is accepted with one character changed',
  async (alg) => {
    const issuer = scriptIssuer(forgeKey(alg, 'key-1'));
    const verifier = issuer.verifier();
    const token = issuer.token();
    expect(await outcomeOf(verifier.verify(token))).toBe('accepted');
    const change = fc.record({
      at: fc.nat({ max: token.length }),
      how: fc.constantFrom('replace', 'insert', 'remove'),
      character: fc.constantFrom(...Array.from(ALPHABET)),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, how, character }) => {
        const rest = token.slice(how === 'insert' ? at : at + 1);
        const changed = token.slice(0, at) + (how === 'remove' ? '' : character) + rest;
        fc.pre(changed !== token);
        expect(await outcomeOf(verifier.verify(changed))).not.toBe('accepted');
      }),
      { numRuns: 500 },
    );
    expect(verifier.health().cachedTokens).toBe(1);
  },
);

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
