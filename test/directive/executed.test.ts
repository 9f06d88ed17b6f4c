import { GraphQLError, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createGraph, signedIn } from '../support/graph.js';

const inner = {
  code: 'REAUTH_REQUIRED',
  reauth: { reason: 'AUTH_TIME_TOO_OLD', maxAge: 60, executed: false },
};
const innerError = () => new GraphQLError('inner', { extensions: inner, path: ['their', 'path'] });

const typeDefs = /* GraphQL */ `
  type Query {
    forward: String @requiresRecentAuth(seconds: 60)
  }
  type Mutation {
    forward: String
    guarded: String @requiresRecentAuth(seconds: 60)
  }
  type Subscription {
    forward: String
  }
`;

const ways: readonly (readonly [string, () => unknown])[] = [
  [
    'throws it',
    () => {
      throw innerError();
    },
  ],
  ['rejects with it', () => Promise.reject(innerError())],
  ['returns it', () => innerError()],
  ['resolves to it', () => Promise.resolve(innerError())],
  [
    'has a promise of its own resolve to it',
    () => ({
      then: (resolve: (value: unknown) => void) => {
        resolve(innerError());
      },
    }),
  ],
  [
    'throws a plain error with its extensions',
    () => {
      throw Object.assign(new Error('inner'), { extensions: inner });
    },
  ],
];

describe('RA-22: a REAUTH_REQUIRED of an inner server', () => {
  it.each(ways)(
    'never says in our name that nothing ran, where a resolver %s',
    async (_, forward) => {
      const { run } = createGraph(typeDefs, () => ({ Query: { forward }, Mutation: { forward } }));
      for (const operation of ['query', 'mutation']) {
        const { errors } = await run(`${operation} { forward }`, signedIn(0));
        expect(errors).toEqual([
          {
            message: 'inner',
            locations: [{ line: 1, column: operation.length + 4 }],
            path: ['forward'],
            extensions: { ...inner, reauth: { ...inner.reauth, executed: true } },
          },
        ]);
      }
    },
  );

  it('is restated where it says that nobody could have signed in again', async () => {
    const extensions = { code: 'REAUTH_IMPOSSIBLE', reauth: { executed: false } };
    const forward = () => {
      throw new GraphQLError('inner', { extensions });
    };
    const { run } = createGraph(typeDefs, () => ({ Mutation: { forward } }));
    const { errors } = await run('mutation { forward }', signedIn(0));
    expect(errors).toMatchObject([{ extensions: { reauth: { executed: true } } }]);
  });

  it('is restated where subscribe throws it', async () => {
    const { schema } = createGraph(typeDefs, () => ({
      Subscription: {
        forward: {
          subscribe: () => {
            throw innerError();
          },
        },
      },
    }));
    const { subscribe } = await import('graphql');
    const result = await subscribe({
      schema,
      document: parse('subscription { forward }'),
      contextValue: signedIn(0),
    });
    expect(JSON.parse(JSON.stringify(result))).toMatchObject({
      errors: [{ extensions: { reauth: { executed: true } } }],
    });
  });

  it('is restated among several', async () => {
    const errors = [innerError(), new Error('other'), 'text'];
    const { schema } = createGraph(typeDefs, () => ({
      Mutation: {
        forward: () => {
          throw new AggregateError(errors, 'several');
        },
      },
    }));
    const { execute } = await import('graphql');
    const result = await execute({
      schema,
      document: parse('mutation { forward }'),
      contextValue: signedIn(0),
    });
    const { originalError } = result.errors?.[0] ?? {};
    expect((originalError as AggregateError).errors).toMatchObject([
      { extensions: { reauth: { executed: true } } },
      { message: 'other' },
      'text',
    ]);
  });

  it.each([
    ['without reauth', { code: 'REAUTH_REQUIRED' }],
    ['with nonsense for reauth', { code: 'REAUTH_REQUIRED', reauth: 'no' }],
    ['with null for reauth', { code: 'REAUTH_REQUIRED', reauth: null }],
  ])('says that it was executed, also %s', async (_, extensions) => {
    const forward = () => {
      throw new GraphQLError('inner', { extensions });
    };
    const { run } = createGraph(typeDefs, () => ({ Mutation: { forward } }));
    const { errors } = await run('mutation { forward }', signedIn(0));
    expect(errors?.[0]?.extensions).toEqual({
      code: 'REAUTH_REQUIRED',
      reauth: { executed: true },
    });
  });

  it.each([
    [
      'another code',
      () => {
        throw new GraphQLError('mine', { extensions: { code: 'CONFLICT' } });
      },
    ],
    [
      'no extensions',
      () => {
        throw new Error('mine');
      },
    ],
    [
      'text',
      () => {
        throw 'mine' as unknown as Error;
      },
    ],
  ])('leaves an error with %s as it is', async (_, forward) => {
    const { run } = createGraph(typeDefs, () => ({ Mutation: { forward } }));
    const { errors } = await run('mutation { forward }', signedIn(0));
    expect(errors?.[0]?.message).toContain('mine');
    expect(JSON.stringify(errors)).not.toContain('reauth');
  });
});

describe('RA-23: a subgraph', () => {
  it.each(['_service: String', '_entities: [String]'])(
    'with %s does not know whether anything ran',
    async (field) => {
      const { run, recentAuth, schema } = createGraph(
        `type Query { ${field} } type Mutation { transfer: String @requiresRecentAuth(seconds: 60) }`,
        () => ({}),
      );
      const { errors } = await run('mutation { transfer }', signedIn(900));
      expect(errors?.[0]?.extensions).toMatchObject({ reauth: { executed: null } });
      const document = parse('mutation { transfer }');
      const refusal = await recentAuth.check({ schema, document, contextValue: signedIn(900) });
      expect(refusal?.error.extensions).toMatchObject({ reauth: { executed: null } });
    },
  );
});
