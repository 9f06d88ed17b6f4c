import { ApolloServer } from '@apollo/server';
import type { ApolloServerPlugin } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { expect, it, onTestFinished, vi } from 'vitest';
import { apolloContext, recentAuthPlugin } from '../../src/apollo/index.js';
import { createRecentAuth } from '../../src/directive/index.js';
import { TokenRefusedError } from '../../src/tokens/index.js';
import { NOW, startApolloBank } from '../support/apollo-bank.js';
import { send } from '../support/send.js';

const JSON_HEADERS = [['content-type', 'application/json']] as const;
const both = { query: 'mutation { renameAccount(name: "x") transfer { id } }' };

it('runs nothing of a mutation with a stale token, and says so', async () => {
  const bank = await startApolloBank();
  const answer = await bank.post(both, { token: await bank.token(301) });
  expect(answer.body).toEqual({
    errors: [
      {
        message: 'Recent authentication required',
        locations: [{ line: 1, column: 37 }],
        extensions: {
          code: 'REAUTH_REQUIRED',
          reauth: {
            reason: 'AUTH_TIME_TOO_OLD',
            maxAge: 300,
            authTime: NOW - 301,
            serverTime: NOW,
            canReauthenticate: null,
            remedy: 'REAUTHENTICATE',
            acrValues: [],
            fields: ['Mutation.transfer'],
            executed: false,
          },
        },
      },
    ],
  });
  expect(bank.ran).toEqual([]);
});

it('runs all of it with a fresh one, at the limit', async () => {
  const bank = await startApolloBank();
  const answer = await bank.post(both, { token: await bank.token(300) });
  expect(answer.body).toEqual({ data: { renameAccount: 'renamed', transfer: { id: 't1' } } });
  expect(bank.ran).toEqual(['renameAccount', 'transfer']);
});

it('names the acr values in the challenge', async () => {
  const bank = await startApolloBank();
  const answer = await bank.post({ query: 'mutation { sign }' }, { token: await bank.token(0) });
  expect(answer.headers['www-authenticate']).toBe(
    'Bearer error="insufficient_user_authentication", max_age="300", acr_values="mfa"',
  );
});

it('calls formatError and the error hooks once for a refusal', async () => {
  const formatError = vi.fn((formatted: GraphQLFormattedError) => formatted);
  const didEncounterErrors = vi.fn(() => Promise.resolve());
  const unexpectedErrorProcessingRequest = vi.fn(() => Promise.resolve());
  const watcher: ApolloServerPlugin = {
    unexpectedErrorProcessingRequest,
    requestDidStart: () => Promise.resolve({ didEncounterErrors }),
  };
  const bank = await startApolloBank({ apollo: { formatError }, before: [watcher] });
  await bank.post(both, { token: await bank.token(301) });
  expect(formatError).toHaveBeenCalledTimes(1);
  expect(formatError.mock.calls[0]?.[0]).not.toHaveProperty('extensions.http');
  expect(didEncounterErrors).toHaveBeenCalledTimes(1);
  expect(unexpectedErrorProcessingRequest).not.toHaveBeenCalled();
});

it('tells the operator which refusal it was, and the client less', async () => {
  const failed = vi.fn<Required<ApolloServerPlugin>['contextCreationDidFail']>(() =>
    Promise.resolve(),
  );
  const bank = await startApolloBank({ after: [{ contextCreationDidFail: failed }] });
  const answer = await bank.post(
    { query: '{ hello }' },
    { token: await bank.token(0, { aud: 'x' }) },
  );
  expect(answer.body).toEqual({
    errors: [
      {
        message: 'The token is not accepted',
        extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_INVALID' },
      },
    ],
  });
  const { originalError } = failed.mock.calls[0]?.[0].error as GraphQLError;
  expect(originalError).toBeInstanceOf(TokenRefusedError);
  expect(originalError).toMatchObject({ refusal: 'wrong_audience' });
});

it('hands on what else goes wrong while the context is built', async () => {
  const fault = new TypeError('the database is away');
  const context = apolloContext(() => Promise.reject(fault));
  await expect(context({ headers: {} })).rejects.toBe(fault);
});

it('answers 500 and names the context builder where the context was never built', async () => {
  const recentAuth = createRecentAuth<object>({ getAuthentication: () => undefined });
  const server = new ApolloServer({
    schema: recentAuth.transform(
      makeExecutableSchema({
        typeDefs: [
          recentAuth.typeDefs,
          'type Query { iban: String @requiresRecentAuth(seconds: 9) }',
        ],
      }),
    ),
    plugins: [recentAuthPlugin(recentAuth)],
    includeStacktraceInErrorResponses: false,
  });
  const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
  onTestFinished(() => server.stop());
  const answer = await send(url, JSON_HEADERS, { query: '{ iban }' });
  expect(answer).toMatchObject({
    status: 500,
    headers: { 'cache-control': 'no-store' },
    body: { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
  });
  expect(JSON.stringify(answer.body)).toContain('createContextBuilder');
});
