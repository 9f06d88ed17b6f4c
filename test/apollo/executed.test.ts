import { ApolloServer, HeaderMap } from '@apollo/server';
import type { ApolloServerOptionsWithSchema, ApolloServerPlugin } from '@apollo/server';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { expect, it } from 'vitest';
import { recentAuthPlugin } from '../../src/apollo/index.js';
import { createRecentAuth } from '../../src/directive/index.js';
import type { AuthenticationContext } from '../../src/protocol/index.js';
import { authenticationAt } from '../../src/testing/index.js';

type Options = ApolloServerOptionsWithSchema<AuthenticationContext>;

const inner = { code: 'REAUTH_REQUIRED', reauth: { maxAge: 60, executed: false } };
const admitted = { code: 'REAUTH_REQUIRED', reauth: { maxAge: 60, executed: true } };

/** A server whose resolvers ask an inner server, which refuses. */
async function startProxy(
  plugins: ApolloServerPlugin<AuthenticationContext>[] = [],
  options: Partial<Options> = {},
): Promise<ApolloServer<AuthenticationContext>> {
  const recentAuth = createRecentAuth<AuthenticationContext>();
  const refuse = () => {
    throw new GraphQLError('Recent authentication required', { extensions: inner });
  };
  const schema = makeExecutableSchema({
    typeDefs: [
      recentAuth.typeDefs,
      `type Query { quote: String iban: String @requiresRecentAuth(seconds: 300) }
       type Mutation { order: Order transfer: String @requiresRecentAuth(seconds: 300) }
       type Order { id: String bankRef: String }`,
    ],
    resolvers: {
      Query: { quote: refuse },
      Mutation: { order: () => ({ id: 'o1' }) },
      Order: { bankRef: refuse },
    },
  });
  const server = new ApolloServer<AuthenticationContext>({
    schema: recentAuth.transform(schema),
    plugins: [...plugins, recentAuthPlugin(recentAuth)],
    includeStacktraceInErrorResponses: false,
    ...options,
  });
  await server.start();
  return server;
}

async function ask(
  server: ApolloServer<AuthenticationContext>,
  query: string,
  age = 0,
): Promise<unknown> {
  const contextValue = authenticationAt(age);
  const headers = new HeaderMap([['accept', 'multipart/mixed; deferSpec=20220824']]);
  const http = { method: 'POST', headers, search: '', body: {} };
  const { body } = await server.executeOperation({ query, http }, { contextValue });
  if (body.kind === 'single') return JSON.parse(JSON.stringify(body.singleResult));
  const subsequent = [];
  for await (const payload of body.subsequentResults) subsequent.push(payload);
  return { initial: body.initialResult, payloads: subsequent };
}

it.each([
  {
    query: 'mutation { order { id bankRef } }',
    path: ['order', 'bankRef'],
    data: { order: { id: 'o1', bankRef: null } },
  },
  { query: '{ quote }', path: ['quote'], data: { quote: null } },
])('does not hand on that an inner server ran nothing: $query', async ({ query, path, data }) => {
  expect(await ask(await startProxy(), query)).toEqual({
    data,
    errors: [
      {
        message: 'Recent authentication required',
        locations: [{ line: 1, column: expect.any(Number) as unknown }],
        path,
        extensions: admitted,
      },
    ],
  });
});

it('keeps its own word that it ran nothing', async () => {
  const answer = await ask(await startProxy(), 'mutation { transfer order { id } }', 301);
  expect(answer).toMatchObject({ errors: [{ extensions: { reauth: { executed: false } } }] });
  expect(answer).not.toHaveProperty('data');
});

it('keeps the word of another plugin that refused before anything ran', async () => {
  const refusing: ApolloServerPlugin = {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: () => Promise.reject(new GraphQLError('no', { extensions: inner })),
      }),
  };
  const server = await startProxy([refusing]);
  expect(await ask(server, '{ quote }')).toMatchObject({ errors: [{ extensions: inner }] });
});

it('admits execution where a plugin answers in place of the executor', async () => {
  const body = Object.freeze({ errors: Object.freeze([{ message: 'no', extensions: inner }]) });
  const answering: ApolloServerPlugin = {
    requestDidStart: () =>
      Promise.resolve({
        responseForOperation: ({ response: { http } }) =>
          Promise.resolve({ http, body: { kind: 'single' as const, singleResult: body } }),
      }),
  };
  const server = await startProxy([answering]);
  expect(await ask(server, '{ quote }')).toEqual({
    errors: [{ message: 'no', extensions: admitted }],
  });
  expect(inner.reauth.executed).toBe(false);
});

it('admits execution in every part of an incremental answer', async () => {
  const error = (): GraphQLError => new GraphQLError('no', { extensions: inner });
  const server = await startProxy([], {
    legacyExperimentalExecuteIncrementally: () => ({
      initialResult: { hasNext: true, data: {}, errors: [error()] },
      subsequentResults: payloads([
        { hasNext: true, incremental: [{ data: {}, errors: [error()] }, { data: {} }] },
        { hasNext: false },
      ]),
    }),
  });
  const refused = { message: 'no', extensions: admitted };
  expect(await ask(server, '{ quote }')).toMatchObject({
    initial: { errors: [refused] },
    payloads: [
      { hasNext: true, incremental: [{ data: {}, errors: [refused] }, { data: {} }] },
      { hasNext: false },
    ],
  });
});

it('admits execution where a deferred part is completed by an error', async () => {
  const plugin = recentAuthPlugin(createRecentAuth<AuthenticationContext>());
  const listener = await plugin.requestDidStart?.({} as never);
  const payload = {
    hasNext: false,
    completed: [{ id: '0', errors: [{ message: 'no', extensions: inner }] }],
  };
  await listener?.willSendSubsequentPayload?.({} as never, payload);
  expect(payload.completed).toEqual([
    { id: '0', errors: [{ message: 'no', extensions: admitted }] },
  ]);
});

async function* payloads<T>(list: readonly T[]): AsyncGenerator<T, void, void> {
  for (const payload of list) yield await Promise.resolve(payload);
}

it.each<unknown>([null, 'text', { extensions: null }, { extensions: { reauth: 1 } }])(
  'leaves what formatError made of an error: %j',
  async (formatted) => {
    const server = await startProxy([], { formatError: () => formatted as GraphQLFormattedError });
    expect(await ask(server, '{ quote }')).toMatchObject({ errors: [formatted] });
  },
);
