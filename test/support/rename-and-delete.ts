import { ApolloServer } from '@apollo/server';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { apolloContext } from '../../src/apollo/index.js';
import { createRecentAuth } from '../../src/directive/index.js';
import type { RecentAuth } from '../../src/directive/index.js';
import type { AuthenticationContext } from '../../src/protocol/index.js';
import { reauthExtensions } from './apollo-visit.js';
import { createRealm, NOW, QUIET, serve } from './realm.js';
import type { Realm, Served } from './realm.js';

/** Where `mutation { rename deleteAccount }` is refused. */
export type Check =
  /** In the resolver of `deleteAccount`, by an error that says this of what ran. */
  | { readonly by: 'hand'; readonly executed?: boolean | null }
  /** There, by `recentAuth.require`. */
  | { readonly by: 'require' }
  /** In the first resolver, on a server that knows nothing of ours but the schema. */
  | { readonly by: 'transform' }
  /** Before execution. */
  | { readonly by: 'plugin' };

type Context = AuthenticationContext;

/** `rename` may run at any time, `deleteAccount` after a sign-in of the last 5 minutes. */
export async function startRenameAndDelete(check: Check): Promise<Served> {
  const realm = await createRealm();
  return { realm, url: await start(realm, check) };
}

async function start(realm: Realm, check: Check): Promise<string> {
  if (check.by === 'plugin') {
    return realm.serveGuarded({ schema: (recentAuth) => annotated(recentAuth, realm) });
  }
  if (check.by === 'transform') {
    return realm.serveTransformed((recentAuth) => annotated(recentAuth, realm));
  }
  const recentAuth = createRecentAuth<Context>({ clock: () => NOW });
  const schema = makeExecutableSchema<Context>({
    typeDefs: typeDefs(''),
    resolvers: {
      Mutation: {
        rename: realm.resolve('rename', 'renamed'),
        deleteAccount(_source: unknown, _arguments: unknown, context: Context) {
          if (check.by === 'require') recentAuth.require(context, { seconds: 300 });
          else refuseByHand(context, check.executed);
          return realm.resolve('deleteAccount', 'deleted')();
        },
      },
    },
  });
  const server = new ApolloServer<Context>({ ...QUIET, schema });
  return serve(server, apolloContext(realm.buildContext));
}

function annotated<TContext>(recentAuth: RecentAuth<TContext>, { resolve }: Realm): GraphQLSchema {
  return makeExecutableSchema({
    typeDefs: [recentAuth.typeDefs, typeDefs('@requiresRecentAuth(seconds: 300)')],
    resolvers: {
      Mutation: {
        rename: resolve('rename', 'renamed'),
        deleteAccount: resolve('deleteAccount', 'deleted'),
      },
    },
  });
}

function typeDefs(guard: string): string {
  return `
    type Query { hello: String }
    type Mutation { rename: String deleteAccount: String! ${guard} }`;
}

/** As somebody may write it who knows the contract, but not what it promises. */
function refuseByHand({ authentication }: Context, executed: boolean | null | undefined): void {
  const isFresh =
    authentication.status === 'authenticated' &&
    authentication.authTime !== undefined &&
    NOW - authentication.authTime <= 300;
  if (isFresh) return;
  const extensions = reauthExtensions({ executed, fields: ['Mutation.deleteAccount'] });
  throw new GraphQLError('Recent authentication required', { extensions: { ...extensions } });
}
