import { makeExecutableSchema } from '@graphql-tools/schema';
import { stitchSchemas } from '@graphql-tools/stitch';
import type { ExecutionRequest, ExecutionResult } from '@graphql-tools/utils';
import { buildSchema, print } from 'graphql';
import { createRecentAuth } from '../../src/directive/index.js';
import { callGraphQL } from './call-graphql.js';
import { createRealm, servePlain } from './realm.js';
import type { Forwarded, GuardedServerOptions, Served } from './realm.js';
import { splitBank } from './split-bank.js';
import type { BankHalf } from './split-bank.js';

export interface StitchedBankOptions extends Omit<GuardedServerOptions, 'schema'> {
  /** Whether the gateway itself checks operations before it splits them. @default false */
  readonly guardedAtTheEdge?: boolean;
}

/** Two servers behind a stitched schema; the options are those of the second, where the guards are. */
export async function startStitchedBank({
  guardedAtTheEdge = false,
  ...options
}: StitchedBankOptions = {}): Promise<Served> {
  const realm = await createRealm();
  const { payments, records } = splitBank(realm);
  const start = ({ typeDefs, resolvers }: BankHalf, more: Omit<GuardedServerOptions, 'schema'>) =>
    realm.serveGuarded({
      schema: (recentAuth) =>
        makeExecutableSchema({ typeDefs: [recentAuth.typeDefs, typeDefs], resolvers }),
      ...more,
    });
  const schema = stitchSchemas({
    subschemas: [
      { schema: describe(payments), executor: executeAt(await start(payments, {})) },
      {
        schema: describe(records),
        executor: executeAt(await start(records, options)),
        merge: {
          Receipt: {
            selectionSet: '{ id }',
            fieldName: 'receipt',
            args: ({ id }: { id: string }) => ({ id }),
          },
        },
      },
    ],
    mergeDirectives: true,
  });
  const url = guardedAtTheEdge
    ? await realm.serveGuarded({ schema: () => schema })
    : await servePlain({ schema });
  return { realm, url };
}

function describe({ typeDefs }: BankHalf) {
  return buildSchema(createRecentAuth().typeDefs + typeDefs);
}

function executeAt(url: string) {
  return async ({ document, ...request }: ExecutionRequest): Promise<ExecutionResult> => {
    const variables = request.variables as object | undefined;
    const body = { query: print(document), variables };
    return (await callGraphQL(url, body, request.context as Forwarded)) as ExecutionResult;
  };
}
