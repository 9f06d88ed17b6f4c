import { describe, expect, it } from 'vitest';
import { anonymous, createGraph, NOW, signedIn } from '../support/graph.js';

const typeDefs = /* GraphQL */ `
  type Query {
    name: String
    codes: [String!] @requiresRecentAuth(seconds: 300)
    rows: [Row!]
  }
  type Row {
    id: ID
    secret: String @requiresRecentAuth(seconds: 300)
  }
  type Mutation {
    rename: String
    transfer: String @requiresRecentAuth(seconds: 60)
    pay: Receipt
  }
  type Receipt {
    id: ID
    bankRef: String @requiresRecentAuth(seconds: 60)
  }
`;

function bank(options = {}) {
  return createGraph(
    typeDefs,
    (note) => ({
      Query: {
        name: () => (note('name'), 'Alice'),
        codes: () => ['a', 'b'],
        rows: () => [1, 2, 3].map((id) => ({ id, secret: 's' })),
      },
      Mutation: {
        rename: () => (note('rename'), 'renamed'),
        transfer: () => (note('transfer'), 'moved'),
        pay: () => (note('pay'), { id: 1, bankRef: 'ref' }),
      },
    }),
    options,
  );
}

const refusedTransfer = {
  reason: 'AUTH_TIME_TOO_OLD',
  maxAge: 60,
  authTime: NOW - 900,
  serverTime: NOW,
  canReauthenticate: null,
  remedy: 'REAUTHENTICATE',
  acrValues: [],
  fields: ['Mutation.transfer'],
};

describe('a mutation on plain graphql-js with transform alone', () => {
  it('RA-13: runs nothing when one of its fields is refused', async () => {
    const { run, ran } = bank();
    const result = await run('mutation { rename transfer }', signedIn(900));
    expect(ran).toEqual([]);
    expect(result).toEqual({
      data: { rename: null, transfer: null },
      errors: [
        {
          message: 'Recent authentication required',
          locations: [{ line: 1, column: 19 }],
          path: ['rename'],
          extensions: { code: 'REAUTH_REQUIRED', reauth: { ...refusedTransfer, executed: false } },
        },
        {
          message: 'Recent authentication required',
          locations: [{ line: 1, column: 19 }],
          path: ['transfer'],
          extensions: { code: 'REAUTH_REQUIRED' },
        },
      ],
    });
  });

  it('runs each field once when all of them may', async () => {
    const { run, ran } = bank();
    const result = await run('mutation { rename transfer }', signedIn(60));
    expect(result).toEqual({ data: { rename: 'renamed', transfer: 'moved' } });
    expect(ran).toEqual(['rename', 'transfer']);
  });

  it('is refused before money moves when only its payload holds a guarded field', async () => {
    const { run, ran } = bank();
    const result = await run('mutation { pay { id bankRef } }', signedIn(61));
    expect(ran).toEqual([]);
    expect(result.errors).toMatchObject([
      { extensions: { reauth: { fields: ['Receipt.bankRef'], executed: false } } },
    ]);
  });

  it('RA-12: is not refused its own payload because it was slow', async () => {
    let now = NOW;
    const graph = createGraph(
      typeDefs,
      () => ({ Mutation: { pay: () => ((now += 500), { id: 1, bankRef: 'ref' }) } }),
      { clock: () => now },
    );
    expect(await graph.run('mutation { pay { id bankRef } }', signedIn(60))).toEqual({
      data: { pay: { id: '1', bankRef: 'ref' } },
    });
  });

  it('needs no context at all where nothing guarded is selected', async () => {
    const { run } = bank();
    expect(await run('mutation { rename pay { id } }', undefined)).toEqual({
      data: { rename: 'renamed', pay: { id: '1' } },
    });
  });

  it('RA-21: does not say that nothing ran once a resolver has changed who asks', async () => {
    const context = { ...signedIn(0) };
    const graph = createGraph(typeDefs, () => ({
      Mutation: {
        rename: () => (Object.assign(context, signedIn(900)), 'renamed'),
        transfer: () => 'moved',
      },
    }));
    const result = await graph.run('mutation { rename transfer }', context);
    expect(result).toMatchObject({
      data: { rename: 'renamed', transfer: null },
      errors: [{ extensions: { reauth: { executed: true } } }],
    });
  });
});

describe('a mutation whose fields are handed a context each', () => {
  it('RA-21: does not say that nothing ran', async () => {
    const graph = bank();
    const mutation = graph.schema.getMutationType()?.getFields() ?? {};
    const contexts = [signedIn(0), signedIn(900)];
    for (const field of Object.values(mutation)) {
      const { resolve } = field;
      field.resolve = (source, args, _context, info) =>
        resolve?.(source, args, contexts.shift(), info);
    }
    const { errors } = await graph.run('mutation { rename transfer }', undefined);
    expect(graph.ran).toEqual(['rename']);
    expect(errors).toMatchObject([{ extensions: { reauth: { executed: true } } }]);
  });
});

describe('a query', () => {
  it('RA-12: may come late to a guarded field that an adapter let in', async () => {
    let now = NOW;
    const graph = createGraph(
      typeDefs,
      () => ({ Query: { rows: () => ((now += 500), [{ id: 1, secret: 's' }]) } }),
      { clock: () => now },
    );
    const { execute, parse } = await import('graphql');
    const { schema, recentAuth } = graph;
    const document = parse('{ rows { secret } }');
    const contextValue = signedIn(0);
    expect(await recentAuth.check({ schema, document, contextValue })).toBeUndefined();
    expect(await execute({ schema, document, contextValue })).toEqual({
      data: { rows: [{ secret: 's' }] },
    });
  });

  it('RA-14: loses the guarded field alone', async () => {
    const { run } = bank();
    expect(await run('{ name codes }', anonymous)).toEqual({
      data: { name: 'Alice', codes: null },
      errors: [
        {
          message: 'Authentication required',
          locations: [{ line: 1, column: 8 }],
          path: ['codes'],
          extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_MISSING' },
        },
      ],
    });
  });

  it('RA-21: says that it was executed where one field was refused', async () => {
    const { run } = bank();
    const { errors } = await run('{ name codes }', signedIn(900));
    expect(errors).toEqual([
      {
        message: 'Recent authentication required',
        locations: [{ line: 1, column: 8 }],
        path: ['codes'],
        extensions: {
          code: 'REAUTH_REQUIRED',
          reauth: { ...refusedTransfer, maxAge: 300, fields: ['Query.codes'], executed: true },
        },
      },
    ]);
  });

  it('RA-24: tells a list the whole challenge once', async () => {
    const { run } = bank();
    const { data, errors } = await run('{ rows { id secret } codes }', signedIn(900));
    expect(data).toMatchObject({ rows: [{ secret: null }, { secret: null }, { secret: null }] });
    expect(
      errors?.map(({ path, extensions }) => [path?.join('.'), Object.keys(extensions)]),
    ).toEqual([
      ['rows.0.secret', ['code', 'reauth']],
      ['rows.1.secret', ['code']],
      ['rows.2.secret', ['code']],
      ['codes', ['code', 'reauth']],
    ]);
  });

  it('RA-14: is refused whole where the server is set so', async () => {
    const { run, ran } = bank({ atomicQueries: true });
    const { data, errors } = await run('{ name codes }', signedIn(900));
    expect(ran).toEqual([]);
    expect(data).toEqual({ name: null, codes: null });
    expect(errors).toMatchObject([{ extensions: { reauth: { executed: false } } }, {}]);
  });
});
