import fc from 'fast-check';
import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTVerifyGetKey, JWTVerifyOptions } from 'jose';
import { afterAll, expect, it } from 'vitest';
import type { TokenVerifier } from '../../src/tokens/index.js';
import { AUDIENCE, ISSUER, NOW, outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';
import { STRICTER } from '../support/stricter-rules.js';
import { draftBy, KEYS, mint } from '../support/token-draft.js';
import type { Draft, Mutation } from '../support/token-draft.js';
import { MUTATIONS } from '../support/token-mutations.js';

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];

/** As jose's documentation says that tokens are to be verified. */
const OPTIONS: JWTVerifyOptions = {
  ...{ algorithms: ALGORITHMS, issuer: ISSUER, audience: AUDIENCE, clockTolerance: 5 },
  ...{ requiredClaims: ['exp', 'iat', 'sub'], currentDate: new Date(NOW * 1000) },
};

/** The refusals of what jose accepts, by how often each was met. */
const stricter = new Map<string, number>();
let bothAccepted = 0;

async function compare(draft: Draft): Promise<void> {
  const token = mint(draft);
  const [ours, theirs] = [await verifyByUs(token, draft), await verifyByJose(token, draft)];
  if (ours === 'accepted') {
    expect(theirs).toBe('accepted');
    bothAccepted += 1;
  } else if (theirs === 'accepted') {
    const reason = STRICTER[ours]?.find(({ holds }) => holds(token, draft));
    expect(reason, `we say ${ours}, jose accepts ${token}`).toBeDefined();
    const name = `${ours}: ${reason?.because ?? ''}`;
    stricter.set(name, (stricter.get(name) ?? 0) + 1);
  }
}

async function verifyByUs(token: string, { keys }: Draft): Promise<string> {
  const outcome = await outcomeOf(peersFor(keys).verifier.verify(token));
  expect(outcome).toEqual(expect.any(String));
  return outcome as string;
}

/** With one key after the other where several fit, as its documentation shows. */
async function verifyByJose(token: string, { keys }: Draft): Promise<string> {
  try {
    await jwtVerify(token, peersFor(keys).keySet, OPTIONS);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) return 'refused';
    for await (const key of error) {
      const isAccepted = await jwtVerify(token, key, OPTIONS).then(
        () => true,
        () => false,
      );
      if (isAccepted) return 'accepted';
    }
    return 'refused';
  }
}

interface Peers {
  readonly verifier: TokenVerifier;
  readonly keySet: JWTVerifyGetKey;
}

const known = new WeakMap<Draft['keys'], Peers>();

function peersFor(keys: Draft['keys']): Peers {
  const found = known.get(keys);
  if (found) return found;
  const issuer = scriptIssuer(KEYS[0]);
  issuer.keys = [...keys];
  const keySet = createLocalJWKSet({ keys } as unknown as JSONWebKeySet);
  const peers = { verifier: issuer.verifier(), keySet };
  known.set(keys, peers);
  return peers;
}

it.each(KEYS.map((key) => [key.alg, key] as const))(
  'of what can be done to a token of %s nothing is accepted that jose refuses',
  async (_, key) => {
    const faults: unknown[] = [];
    for (const { name, mutate } of MUTATIONS) {
      await compare(mutate(draftBy(key))).catch((error: unknown) => {
        faults.push([name, (error as Error).message]);
      });
    }
    expect(faults).toEqual([]);
  },
);

it('nor is anything where several things are done', async () => {
  const several = fc.record({
    key: fc.constantFrom(...KEYS),
    mutations: fc.array(fc.constantFrom<Mutation>(...MUTATIONS), { minLength: 2, maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(several, async ({ key, mutations }) => {
      await compare(mutations.reduce((draft, { mutate }) => mutate(draft), draftBy(key)));
    }),
    { numRuns: 1200 },
  );
});

afterAll(() => {
  // Each rule is met, so none is there for show.
  const rules = Object.entries(STRICTER).flatMap(([refusal, reasons]) =>
    reasons.map(({ because }) => `${refusal}: ${because}`),
  );
  expect([...stricter.keys()].sort()).toEqual(rules.sort());
  expect(bothAccepted).toBeGreaterThan(100);
});
