import { ApolloServer } from '@apollo/server';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import type { StandaloneServerContextFunctionArgument } from '@apollo/server/standalone';
import type { GraphQLSchema } from 'graphql';
import { createHandler } from 'graphql-http/lib/use/http';
import { onTestFinished } from 'vitest';
import { apolloContext, recentAuthPlugin } from '../../src/apollo/index.js';
import { createRecentAuth } from '../../src/directive/index.js';
import type { RecentAuth } from '../../src/directive/index.js';
import type { AuthenticationContext } from '../../src/protocol/index.js';
import { createTestIssuer } from '../../src/testing/index.js';
import { createContextBuilder } from '../../src/tokens/index.js';
import type { ContextBuilder } from '../../src/tokens/index.js';
import { serveHttp } from './loopback-http.js';

export const NOW = 1_795_250_812;

/** Several servers that trust one issuer, and what ran in them. */
export interface Realm {
  /** The resolvers that ran, in order. */
  readonly ran: readonly string[];
  /** A resolver that is seen running. */
  readonly resolve: <T>(name: string, value: T) => () => T;
  readonly token: (age: number) => Promise<string>;
  /** The context of a request, as our servers make it. */
  readonly buildContext: ContextBuilder;
  /** A server of another make, whose schema the library has transformed: nothing is checked before execution. */
  readonly serveTransformed: (schema: GuardedServerOptions['schema']) => Promise<string>;
  /** A server whose schema the library has transformed, with its plugin. */
  readonly serveGuarded: (options: GuardedServerOptions) => Promise<string>;
}

export interface GuardedServerOptions {
  readonly schema: (recentAuth: RecentAuth<RealmContext>) => GraphQLSchema;
  readonly atomicQueries?: boolean | undefined;
  /** Seconds by which its clock is wrong. */
  readonly clockAhead?: number | undefined;
}

/** A served realm, as a client reaches it. */
export interface Served {
  readonly realm: Realm;
  readonly url: string;
}

/** `authorization`: the caller's, for servers that call others in their name. */
export type RealmContext = AuthenticationContext & Forwarded;

export interface Forwarded {
  readonly authorization?: string | undefined;
}

export async function createRealm(): Promise<Realm> {
  const issuer = await createTestIssuer({ clock: () => NOW });
  onTestFinished(() => issuer.close());
  const ran: string[] = [];
  const buildContext = createContextBuilder({ verifier: issuer.verifier(), clock: () => NOW });
  return {
    ran,
    resolve: (name, value) => () => {
      ran.push(name);
      return value;
    },
    buildContext,
    async serveTransformed(schema) {
      const recentAuth = createRecentAuth<RealmContext>({ clock: () => NOW });
      const handle = createHandler({
        schema: recentAuth.transform(schema(recentAuth)),
        context: async ({ raw }) => ({ ...(await buildContext(raw)), ...forward({ req: raw }) }),
      });
      return `http://127.0.0.1:${await serveHttp(handle)}/graphql`;
    },
    token: (age) => issuer.token({ auth_time: NOW - age }),
    serveGuarded: ({ schema, atomicQueries, clockAhead = 0 }) => {
      const clock = () => NOW + clockAhead;
      const recentAuth = createRecentAuth<RealmContext>({ clock, atomicQueries });
      const verifier = issuer.verifier({ clock });
      const authenticate = apolloContext(createContextBuilder({ verifier, clock }));
      const server = new ApolloServer<RealmContext>({
        ...QUIET,
        schema: recentAuth.transform(schema(recentAuth)),
        plugins: [recentAuthPlugin(recentAuth), ApolloServerPluginInlineTraceDisabled()],
      });
      return serve(server, async ({ req }) => ({
        ...(await authenticate({ req })),
        ...forward({ req }),
      }));
    },
  };
}

/** A server that knows nothing of recent sign-ins. */
export function servePlain(
  source:
    { readonly schema: GraphQLSchema } | Pick<ApolloServerOptionsWithGateway<Forwarded>, 'gateway'>,
): Promise<string> {
  const server = new ApolloServer<Forwarded>({ ...QUIET, ...source });
  return serve(server, (argument) => Promise.resolve(forward(argument)));
}

/** Serves on loopback until the test ends. */
export async function serve<TContext extends object>(
  server: ApolloServer<TContext>,
  context: (argument: Argument) => Promise<TContext>,
): Promise<string> {
  const listen = { port: 0, host: '127.0.0.1' };
  const { url } = await startStandaloneServer(server, { context, listen });
  onTestFinished(() => server.stop());
  return url;
}

export const QUIET = { includeStacktraceInErrorResponses: false, stopOnTerminationSignals: false };

function forward({ req }: Pick<Argument, 'req'>): Forwarded {
  return { authorization: req.headers.authorization };
}

type Argument = StandaloneServerContextFunctionArgument;
