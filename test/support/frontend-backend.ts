import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError } from 'graphql';
import { callGraphQL } from './call-graphql.js';
import type { GraphQLAnswer } from './call-graphql.js';
import { readBody, serveHttp } from './loopback-http.js';
import { createRealm, servePlain } from './realm.js';
import type { Forwarded, GuardedServerOptions, Realm, Served } from './realm.js';

/** How a backend for frontends hands on what the server behind it said. */
export type HandsOn =
  | {
      readonly as: 'thrown' | 'returned';
      /** What the backend itself uses of the library. @default nothing */
      readonly guard?: 'transform' | 'plugin';
      /** Whether its field may be null. @default true */
      readonly nullable?: boolean;
    }
  /** An HTTP answer made by hand of what was in the inner one, besides these entries. */
  | { readonly as: 'copied'; readonly with: object };

/** A backend that moves money itself, and then calls a guarded API in the same mutation. */
export async function startFrontendBackend(
  handsOn: HandsOn,
  /** What the guarded field behind it is called. */
  innerField = 'close',
): Promise<Served> {
  const realm = await createRealm();
  const { resolve } = realm;
  const inner = await realm.serveGuarded({
    schema: ({ typeDefs }) =>
      makeExecutableSchema({
        typeDefs: [
          typeDefs,
          `type Query { hello: String }
           type Mutation { ${innerField}: String @requiresRecentAuth(seconds: 300) }`,
        ],
        resolvers: { Mutation: { [innerField]: resolve('close', 'closed') } },
      }),
  });
  const move = resolve('transfer', undefined);
  const callInner = (caller: Forwarded) => {
    move();
    return callGraphQL(inner, { query: `mutation { close: ${innerField} }` }, caller);
  };
  const url =
    handsOn.as === 'copied'
      ? await serveCopies(callInner, handsOn.with)
      : await serveSchema(realm, callInner, handsOn);
  return { realm, url };
}

type CallInner = (caller: Forwarded) => Promise<GraphQLAnswer>;

async function serveCopies(callInner: CallInner, entries: object): Promise<string> {
  const port = await serveHttp(async (request, response) => {
    await readBody(request);
    const { data, errors } = await callInner(request.headers);
    const body = errors ? { errors, ...entries } : { data: { pay: data?.['close'] } };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  return `http://127.0.0.1:${port}/graphql`;
}

function serveSchema(
  realm: Realm,
  callInner: CallInner,
  { as, guard, nullable = true }: Exclude<HandsOn, { readonly as: 'copied' }>,
): Promise<string> {
  const createSchema = (directive = '') =>
    makeExecutableSchema<Forwarded>({
      typeDefs: [
        directive,
        `type Query { hello: String }
         type Mutation { pay: String${nullable ? '' : '!'} }`,
      ],
      resolvers: {
        Mutation: {
          async pay(_source: unknown, _arguments: unknown, context: Forwarded) {
            const { data, errors: [error] = [] } = await callInner(context);
            if (!error) return data?.['close'];
            const { message, extensions } = error;
            const handedOn = new GraphQLError(message, { extensions: { ...extensions } });
            if (as === 'returned') return handedOn;
            throw handedOn;
          },
        },
      },
    });
  if (!guard) return servePlain({ schema: createSchema() });
  const schema: GuardedServerOptions['schema'] = ({ typeDefs }) => createSchema(typeDefs);
  return guard === 'transform' ? realm.serveTransformed(schema) : realm.serveGuarded({ schema });
}
