import { describe, expect, it } from 'vitest';
import { anonymous, createGraph, NOW, signedIn } from '../support/graph.js';

const typeDefs = /* GraphQL */ `
  type Query {
    name: String
    codes: [String!] @requiresRecentAuth(seconds: 300)
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
      Query: { name: () => 'Alice', codes: () => ['a', 'b'] },
      Mutation: {
        rename: () => (note('rename'), 'renamed'),
        transfer: () => (note('transfer'), 'moved'),
        pay: () => (note('pay'), { id: 1, bankRef: 'ref' }),
      },
    }),
    options,
  );
}

describe('a mutation on plain graphql-js with transform alone', () => {
  it('runs nothing when one of its fields is refused', async () => {
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
          extensions: {
            code: 'REAUTH_REQUIRED',
            reauth: {
              reason: 'AUTH_TIME_TOO_OLD',
              maxAge: 60,
              authTime: NOW - 900,
              serverTime: NOW,
              canReauthenticate: null,
              remedy: 'REAUTHENTICATE',
              acrValues: [],
              fields: ['Mutation.transfer'],
              executed: false,
            },
          },
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
    expect(result.errors?.[0]?.extensions?.['reauth']).toMatchObject({
      fields: ['Receipt.bankRef'],
      executed: false,
    });
  });

  it('needs no context at all where nothing guarded is selected', async () => {
    const { run } = bank();
    expect(await run('mutation { rename pay { id } }', undefined)).toEqual({
      data: { rename: 'renamed', pay: { id: '1' } },
    });
  });
});

describe('a query', () => {
  it('loses the guarded field alone', async () => {
    const { run } = bank();
    const result = await run('{ name codes }', anonymous);
    expect(result).toEqual({
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
});
