import { describe, expect, it } from 'vitest';
import { createRecentAuth } from '../../src/directive/index.js';
import type { RecentAuthDemand } from '../../src/directive/index.js';
import { ConfigurationError } from '../../src/protocol/index.js';
import type { Context } from '../support/graph.js';
import { anonymous, createGraph, NOW, signedIn } from '../support/graph.js';

const typeDefs = /* GraphQL */ `
  type Query {
    large(amount: Int!): String
  }
  type Mutation {
    transfer(amount: Int!): String
  }
`;

function bank(demand: RecentAuthDemand) {
  const transfer = (_: unknown, { amount }: { amount: number }, context: Context) => {
    if (amount > 100) graph.recentAuth.require(context, demand);
    return 'moved';
  };
  const graph = createGraph(typeDefs, () => ({
    Query: { large: transfer },
    Mutation: { transfer },
  }));
  return graph;
}

describe('require', () => {
  const demand = { seconds: 60, acr: ['mfa'], coordinate: 'Mutation.transfer' };

  it('lets a recent sign-in through', async () => {
    const { run } = bank(demand);
    expect(await run('mutation { transfer(amount: 101) }', signedIn(60, { acr: 'mfa' }))).toEqual({
      data: { transfer: 'moved' },
    });
    expect(await run('mutation { transfer(amount: 100) }', anonymous)).toEqual({
      data: { transfer: 'moved' },
    });
  });

  it.each(['mutation { transfer(amount: 101) }', '{ large(amount: 101) }'])(
    'throws in %s what a guarded field would, and does not know what ran',
    async (source) => {
      const { run } = bank(demand);
      const { errors } = await run(source, signedIn(61));
      expect(errors).toMatchObject([{ message: 'Recent authentication required' }]);
      expect(errors?.[0]?.extensions).toEqual({
        code: 'REAUTH_REQUIRED',
        reauth: {
          reason: 'ACR_INSUFFICIENT',
          maxAge: 60,
          authTime: NOW - 61,
          serverTime: NOW,
          canReauthenticate: null,
          remedy: 'REAUTHENTICATE',
          acrValues: ['mfa'],
          fields: ['Mutation.transfer'],
          executed: null,
        },
      });
    },
  );

  it('names no field where none was given', async () => {
    const { run } = bank({ seconds: 60 });
    const { errors } = await run('{ large(amount: 101) }', signedIn(61));
    expect(errors?.[0]?.extensions).toMatchObject({ reauth: { fields: [], acrValues: [] } });
  });

  it.each([
    ['UNAUTHENTICATED', anonymous],
    ['FORBIDDEN', signedIn(0, { principal: 'machine' })],
    ['INTERNAL_SERVER_ERROR', undefined],
    ['INTERNAL_SERVER_ERROR', { ...signedIn(0), checkedAt: NOW - 61 }],
  ])('answers %s', async (code, context) => {
    const { run } = bank({ seconds: 60 });
    expect((await run('{ large(amount: 101) }', context)).errors?.[0]?.extensions).toMatchObject({
      code,
    });
  });

  it.each([
    [{ seconds: 0 }, 'require: "seconds: 0"'],
    [{ seconds: '60' }, 'require: "seconds" must be'],
    [{ seconds: 60, acr: ['0'] }, 'require: "acr" cannot ask for "0"'],
    [{ seconds: 60, maxAge: 1 }, 'require has no option "maxAge"'],
    [undefined, 'require takes an object'],
  ])('refuses the demand %j', (wrong, message) => {
    const recentAuth = createRecentAuth<Context>({ clock: () => NOW });
    const call = () => {
      recentAuth.require(signedIn(0), wrong as RecentAuthDemand);
    };
    expect(call).toThrow(ConfigurationError);
    expect(call).toThrow(message);
  });
});
