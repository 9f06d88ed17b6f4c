import { expect, it } from 'vitest';
import { isFresh } from '../../../src/protocol/index.js';
import { NOW, scriptProvider } from '../../support/provider-issuer.js';
import { PROVIDER_KINDS } from '../../support/provider-tokens/index.js';

const [clerk] = PROVIDER_KINDS.filter(({ provider }) => provider === 'clerk');

async function verifyWith(changes: object, age = 0) {
  if (!clerk) throw new Error('Clerk is a provider');
  const provider = scriptProvider(clerk.fixture);
  const { mint, audience } = clerk.kind;
  const { header, claims } = mint({ issuer: provider.issuer, audience, now: NOW, age });
  const token = provider.sign({ header, claims: { ...claims, ...changes } });
  return provider.verifier(clerk).verify(token);
}

it.each([0, 1, 59, 60, 61, 299, 300, 3600])(
  'a sign-in %d seconds before the token was issued is never read as a later one',
  async (before) => {
    const signedInAt = NOW - 10 - before;
    const { authTime = NaN } = await verifyWith({}, before + 10);
    expect(authTime).toBeLessThanOrEqual(signedInAt);
    expect(authTime).toBeGreaterThanOrEqual(signedInAt - 60);
  },
);

it.each([
  { when: 'the user', changes: {}, fresh: true },
  { when: 'somebody who acts for the user', changes: { act: { sub: 'user_1' } }, fresh: false },
  { when: 'an actor that is none', changes: { act: null }, fresh: false },
])('the time of a sign-in by $when counts: $fresh', async ({ changes, fresh }) => {
  const { authTime, issuedAt } = await verifyWith(changes, 60);
  const check = { now: NOW, issuedAt, maxAge: 300, clockTolerance: 0 };
  expect(isFresh(authTime, check)).toBe(fresh);
});

it('a time that somebody wrote into the session token is not read', async () => {
  const { authTime } = await verifyWith({ fva: undefined, auth_time: NOW });
  expect(authTime).toBeUndefined();
});
