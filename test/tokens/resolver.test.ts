import { expect, it } from 'vitest';
import { ConfigurationError } from '../../src/protocol/index.js';
import type { Authentication } from '../../src/protocol/index.js';
import { authenticationAt, manualClock } from '../../src/testing/index.js';
import { createContextBuilder, TokenRefusedError } from '../../src/tokens/index.js';
import type { ContextBuilderOptions } from '../../src/tokens/index.js';
import { NOW, outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';

const clock = manualClock(NOW);
const REQUEST = { headers: { cookie: 'session=1' } };

function resolver(resolve: () => Authentication) {
  return { resolve: () => Promise.resolve().then(resolve), clock, clockTolerance: 5 };
}

it.each<{ who: string; authentication: Authentication }>([
  { who: 'nobody', authentication: { status: 'anonymous' } },
  { who: 'a user', authentication: authenticationAt(30, {}, clock).authentication },
  {
    who: 'a user within the tolerance',
    authentication: authenticationAt(30, { expiresAt: NOW - 4 }, clock).authentication,
  },
])('takes from a resolver that it is $who', async ({ authentication }) => {
  const build = createContextBuilder({ resolver: resolver(() => authentication) });
  expect(await build(REQUEST)).toEqual({ authentication, checkedAt: NOW });
});

it('refuses who was resolved and has expired', async () => {
  const { authentication } = authenticationAt(30, { expiresAt: NOW - 5 }, clock);
  const build = createContextBuilder({ resolver: resolver(() => authentication) });
  expect(await outcomeOf(build(REQUEST))).toBe('expired');
});

it.each([
  { refusal: 'revoked', invalidToken: 'reject', outcome: 'revoked' },
  { refusal: 'revoked', invalidToken: 'anonymous', outcome: 'accepted' },
  { refusal: 'several_tokens', invalidToken: 'anonymous', outcome: 'several_tokens' },
] as const)(
  'a resolver that refuses ($refusal) with invalidToken $invalidToken: $outcome',
  async ({ refusal, invalidToken, outcome }) => {
    const refuse = (): Authentication => {
      throw new TokenRefusedError(refusal);
    };
    const build = createContextBuilder({ resolver: resolver(refuse), invalidToken });
    expect(await outcomeOf(build(REQUEST))).toBe(outcome);
  },
);

it.each([
  {
    options: {},
    message: '"verifier" must be what createTokenVerifier returns, unless there is a "resolver"',
  },
  { options: { resolver: null }, message: '"resolver" must have a function "resolve"' },
  { options: { resolver: { resolve: 5 } }, message: '"resolver" must have a function "resolve"' },
  {
    options: {
      resolver: resolver(() => ({ status: 'anonymous' })),
      verifier: scriptIssuer().verifier(),
    },
    message: 'Give "verifier" or "resolver", not both',
  },
])('refuses $message at start', ({ options, message }) => {
  const build = () => createContextBuilder(options as ContextBuilderOptions);
  expect(build).toThrow(new ConfigurationError(message));
});
