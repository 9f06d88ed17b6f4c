import { ApolloServer } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { BankContext } from '../../src/server/context.js';
import { errorLogPlugin, maskUnexpected } from '../../src/server/error-log.js';

interface Told {
  readonly errors: readonly { readonly message: string; readonly code: unknown }[];
  readonly log: readonly string[];
}

const THROWN: Readonly<Record<string, unknown>> = {
  error: new Error('secret'),
  graphqlError: new GraphQLError('secret'),
  wrapped: new GraphQLError('secret', { originalError: new Error('secret') }),
  located: new GraphQLError('secret', { path: ['thrown'] }),
  refusal: new GraphQLError('No money', { extensions: { code: 'NO_MONEY' } }),
  neverBuilt: new GraphQLError('The context was never built', {
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  }),
};

/** What the caller and the log are told of an operation. */
async function ask(query: string, variables: Readonly<Record<string, unknown>>): Promise<Told> {
  const lines: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => lines.push(line) });
  const apollo = new ApolloServer<BankContext>({
    typeDefs: `type Query { thrown(what: String! = "error"): Int, item: Item, list: [Int], twice(n: Int! = 1): Int }
      type Item { id: Int }`,
    resolvers: {
      Query: {
        thrown: (_source: unknown, { what }: { readonly what: string }): unknown => THROWN[what],
        item: () => ({ id: 1 }),
        list: () => 1,
      },
    },
    formatError: maskUnexpected,
    includeStacktraceInErrorResponses: false,
    logger: log,
    plugins: [errorLogPlugin(log)],
  });
  await apollo.start();
  onTestFinished(() => apollo.stop());
  const contextValue = { requestId: 'r' } as BankContext;
  const { body } = await apollo.executeOperation({ query, variables }, { contextValue });
  const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
  return {
    errors: errors.map(({ message, extensions }) => ({ message, code: extensions?.['code'] })),
    log: lines,
  };
}

describe("A caller's mistake that graphql-js finds late", () => {
  it.each([
    {
      what: 'an operation that the schema has not',
      query: 'subscription { x }',
      message: 'Schema is not configured to execute subscription operation.',
    },
    {
      what: 'a condition that a variable makes null',
      query: 'query ($v: Boolean = false) { item @include(if: $v) { id } }',
      message: 'Argument "if" of non-null type "Boolean!" must not be null.',
    },
    {
      what: 'such a condition further down',
      query: 'query ($v: Boolean = false) { item { id @skip(if: $v) } }',
      message: 'Argument "if" of non-null type "Boolean!" must not be null.',
    },
    {
      what: 'an argument that a variable makes null',
      query: 'query ($v: Int = 2) { twice(n: $v) }',
      message: 'Argument "n" of non-null type "Int!" must not be null.',
    },
  ])('is told to the caller and not to the log: $what', async ({ query, message }) => {
    const told = await ask(query, { v: null });
    expect(told).toEqual({ errors: [{ message, code: 'BAD_USER_INPUT' }], log: [] });
  });

  it('is told to the caller and not to the log: too many wrong variables', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `v${index}`);
    const definitions = names.map((name) => `$${name}: Int!`).join(' ');
    const uses = names.map((name) => `${name}: twice(n: $${name})`).join(' ');
    const { errors, log } = await ask(`query (${definitions}) { ${uses} }`, {});
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['BAD_USER_INPUT']));
    expect(errors.at(-1)?.message).toMatch(/^Too many errors processing variables/);
    expect(log).toEqual([]);
  });
});

describe('A fault of ours', () => {
  const masked = { message: 'Internal server error', code: 'INTERNAL_SERVER_ERROR' };

  it.each([
    ...['error', 'graphqlError', 'wrapped', 'located'].map((thrown) => ({
      ...{ what: thrown, query: `{ thrown(what: "${thrown}") }`, error: masked },
    })),
    { what: 'a list that is none', query: '{ list }', error: masked },
    {
      what: 'a check that cannot be made',
      query: '{ thrown(what: "neverBuilt") }',
      error: { ...masked, message: 'The context was never built' },
    },
  ])('is told to the log: $what', async ({ query, error }) => {
    const { errors, log } = await ask(query, {});
    expect(errors).toEqual([error]);
    expect(log).toHaveLength(1);
    expect(log[0]).toContain('"msg":"An operation failed unexpectedly"');
  });
});

it('A refusal by a resolver is told to the caller as it is, and not to the log', async () => {
  const told = await ask('{ thrown(what: "refusal") }', {});
  expect(told).toEqual({ errors: [{ message: 'No money', code: 'NO_MONEY' }], log: [] });
});
