import { makeExecutableSchema } from '@graphql-tools/schema';
import { mapSchema } from '@graphql-tools/utils';
import { execute, parse } from 'graphql';
import { createRecentAuth } from '../src/directive/index.js';
import type { AuthenticationContext } from '../src/protocol/index.js';
import { authenticationAt } from '../src/testing/index.js';
import type { Measurement } from './goal.js';
import { collect, compare, time } from './measure.js';

const recentAuth = createRecentAuth<AuthenticationContext>();
const rows = Array.from({ length: 10_000 }, (_, index) => ({
  ...{ id: `${index}`, name: `row ${index}`, amount: index },
  ...{ open: `DE${index}`, guarded: `DE${index}` },
}));

const bank = recentAuth.transform(
  makeExecutableSchema({
    typeDefs: [
      recentAuth.typeDefs,
      `type Query { rows: [Row] }
       type Row { id: ID! name: String amount: Int open: String guarded: String @requiresRecentAuth(seconds: 300) }
       type Mutation {
         transfer: Receipt @requiresRecentAuth(seconds: 300)
         rename: String
       }
       type Receipt { id: String bankRef: String @requiresRecentAuth(seconds: 60) }`,
    ],
    resolvers: { Query: { rows: () => rows } },
  }),
);

export async function measureList(): Promise<readonly Measurement[]> {
  const ask = (query: string, age: number) => {
    const document = parse(query);
    return {
      prepare: () => async () => {
        const contextValue = authenticationAt(age);
        await execute({ schema: bank, document, contextValue });
      },
    };
  };
  const open = ask('{ rows { id name amount open } }', 0);
  const fresh = await compare(ask('{ rows { id name amount guarded } }', 0), open);
  const stale = await compare(ask('{ rows { id name amount guarded } }', 301), open);
  return [
    { what: '10 000 guarded rows, fresh', goal: 1.1, measured: fresh, unit: 'ratio' },
    { what: '10 000 guarded rows, stale', goal: 2, measured: stale, unit: 'ratio' },
  ];
}

export async function measureCheck(): Promise<Measurement> {
  const document = parse('mutation { rename transfer { id bankRef } }');
  const count = 5000;
  const side = {
    prepare() {
      const contexts = Array.from({ length: count }, () => authenticationAt(0));
      return () => {
        for (const contextValue of contexts) {
          const refusal = recentAuth.check({ schema: bank, document, contextValue });
          if (refusal) throw new Error('A fresh sign-in was refused');
        }
      };
    },
  };
  const measured = await collect(async () => ((await time(side)) * 1e6) / count);
  return {
    what: 'whole-operation check, all fresh',
    goal: 200,
    measured,
    unit: 'ns',
  };
}

export async function measureTransform(): Promise<Measurement> {
  const types = Array.from({ length: 3000 }, (_, index) => {
    const next = `next: Type${(index + 1) % 3000}`;
    const guarded = index % 50 === 0 ? '@requiresRecentAuth(seconds: 300)' : '';
    return `type Type${index} { id: ID! name: String ${guarded} count: Int ${next} list: [String!]! }`;
  });
  const schema = makeExecutableSchema({
    typeDefs: [recentAuth.typeDefs, 'type Query { first: Type0 }', ...types],
  });
  const measured = await compare(
    {
      prepare: () => () => {
        createRecentAuth().transform(schema);
      },
    },
    {
      prepare: () => () => {
        mapSchema(schema, {});
      },
    },
  );
  return { what: 'transform, against a bare mapSchema', goal: 1.2, measured, unit: 'ratio' };
}
