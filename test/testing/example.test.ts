import { makeExecutableSchema } from '@graphql-tools/schema';
import { graphql } from 'graphql';
import { expect, it } from 'vitest';
import { createContextBuilder, createRecentAuth } from '../../src/index.js';
import type { WithAuthentication } from '../../src/index.js';
import { authenticationAt, createTestIssuer, manualClock } from '../../src/testing/index.js';

const recentAuth = createRecentAuth<WithAuthentication>();
const schema = recentAuth.transform(
  makeExecutableSchema({
    typeDefs: [
      recentAuth.typeDefs,
      'type Query { code: String @requiresRecentAuth(seconds: 300) }',
    ],
    resolvers: { Query: { code: () => 'A1B2' } },
  }),
);
const source = '{ code }';

/** What a client acts upon. */
async function ask(contextValue: WithAuthentication): Promise<unknown> {
  const { data, errors = [] } = await graphql({ schema, source, contextValue });
  return errors[0]?.extensions['code'] ?? data;
}

it('five lines test a resolver: fresh, then stale', async () => {
  const fresh = await graphql({ schema, source, contextValue: authenticationAt(300) });
  expect(fresh).toEqual({ data: { code: 'A1B2' } });
  const stale = await graphql({ schema, source, contextValue: authenticationAt(301) });
  expect(stale.errors?.[0]?.extensions).toMatchObject({ code: 'REAUTH_REQUIRED' });
});

it.each([
  { changes: { principal: 'machine' as const }, answer: 'FORBIDDEN' },
  { changes: { authTime: undefined }, answer: 'REAUTH_REQUIRED' },
  { changes: { authTime: 0, canReauthenticate: false }, answer: 'REAUTH_IMPOSSIBLE' },
])('a context can say anything else of its user: $changes', async ({ changes, answer }) => {
  expect(await ask(authenticationAt(0, changes))).toBe(answer);
});

it('a real token goes stale while a clock is moved by hand', async () => {
  const clock = manualClock(1_795_000_000);
  const issuer = await createTestIssuer({ clock });
  const recentAuth = createRecentAuth<WithAuthentication>({ clock });
  const guarded = recentAuth.transform(
    makeExecutableSchema({
      typeDefs: [
        recentAuth.typeDefs,
        'type Query { code: String @requiresRecentAuth(seconds: 60) }',
      ],
      resolvers: { Query: { code: () => 'A1B2' } },
    }),
  );
  const buildContext = createContextBuilder({ verifier: issuer.verifier() });
  const headers = { authorization: `Bearer ${await issuer.token()}` };
  const answer = async () =>
    graphql({ schema: guarded, source, contextValue: await buildContext({ headers }) });
  clock.advance(60);
  expect(await answer()).toEqual({ data: { code: 'A1B2' } });
  clock.advance(1);
  expect((await answer()).errors?.[0]?.extensions).toMatchObject({
    code: 'REAUTH_REQUIRED',
    reauth: { authTime: 1_795_000_000, serverTime: 1_795_000_061, maxAge: 60 },
  });
  expect(
    await graphql({ schema: guarded, source, contextValue: await buildContext({ headers: {} }) }),
  ).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
});
