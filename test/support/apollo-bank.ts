import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import { ApolloServer } from '@apollo/server';
import type { ApolloServerOptionsWithSchema, ApolloServerPlugin } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { makeExecutableSchema } from '@graphql-tools/schema';
import Fastify from 'fastify';
import { onTestFinished } from 'vitest';
import { apolloContext, recentAuthPlugin } from '../../src/apollo/index.js';
import { createRecentAuth } from '../../src/directive/index.js';
import type { RecentAuthOptions } from '../../src/directive/index.js';
import type { AuthenticationContext } from '../../src/protocol/index.js';
import { createTestIssuer, manualClock } from '../../src/testing/index.js';
import { createContextBuilder } from '../../src/tokens/index.js';
import type { AuthenticationResolver, ContextBuilderOptions } from '../../src/tokens/index.js';
import { send } from './send.js';
import type { Answer } from './send.js';

export const NOW = 1_795_250_812;

const typeDefs = /* GraphQL */ `
  directive @cacheControl(maxAge: Int) on FIELD_DEFINITION | OBJECT
  type Query {
    hello: String @cacheControl(maxAge: 60)
    iban: String @requiresRecentAuth(seconds: 300) @cacheControl(maxAge: 60)
    report: Report @cacheControl(maxAge: 60)
  }
  type Report @cacheControl(maxAge: 60) {
    title: String @cacheControl(maxAge: 60)
    details: String @requiresRecentAuth(seconds: 600) @cacheControl(maxAge: 60)
  }
  type Mutation {
    renameAccount(name: String!): String
    transfer(amount: Int = 1): Receipt @requiresRecentAuth(seconds: 300)
    sign: String @requiresRecentAuth(seconds: 300, acr: ["mfa"])
  }
  type Receipt {
    id: String
    bankRef: String @requiresRecentAuth(seconds: 60)
  }
`;

export interface ApolloBankOptions extends Pick<ContextBuilderOptions, 'invalidToken'> {
  readonly integration?: 'standalone' | 'fastify';
  readonly recentAuth?: RecentAuthOptions<AuthenticationContext>;
  readonly apollo?: Omit<Partial<ServerOptions>, 'schema' | 'plugins'>;
  readonly before?: readonly ApolloServerPlugin[];
  readonly after?: readonly ApolloServerPlugin[];
  /** Stands in for the issuer's keys over HTTP. */
  readonly fetch?: typeof globalThis.fetch;
  /** Says who asks, in place of the issuer's tokens. */
  readonly resolver?: AuthenticationResolver;
}

type ServerOptions = ApolloServerOptionsWithSchema<AuthenticationContext>;

interface Sent {
  readonly query?: string;
  readonly variables?: object;
  readonly operationName?: string;
  readonly extensions?: object;
}

export interface ApolloBank {
  readonly url: string;
  /** Which resolvers ran, in order. */
  readonly ran: readonly string[];
  token(age: number, claims?: object): Promise<string>;
  /** Sends an operation, or a batch of them; `token` and `accept` only where they are given. */
  post(
    body: Sent | readonly Sent[],
    options?: { readonly token?: string; readonly accept?: string },
  ): Promise<Answer>;
}

/** A small bank on a real Apollo Server, stopped when the test is over. */
export async function startApolloBank(options: ApolloBankOptions = {}): Promise<ApolloBank> {
  const clock = manualClock(NOW);
  const issuer = await createTestIssuer({ clock });
  const verifier = issuer.verifier(options.fetch && { fetch: options.fetch });
  const { invalidToken, resolver } = options;
  const buildContext = createContextBuilder({
    ...(resolver ? { resolver } : { verifier }),
    invalidToken,
  });
  const recentAuth = createRecentAuth<AuthenticationContext>({ clock, ...options.recentAuth });
  const ran: string[] = [];
  const schema = recentAuth.transform(
    makeExecutableSchema({
      typeDefs: [recentAuth.typeDefs, typeDefs],
      resolvers: recordingResolvers(ran),
    }),
  );
  const server = new ApolloServer<AuthenticationContext>({
    schema,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    ...options.apollo,
    plugins: [...(options.before ?? []), recentAuthPlugin(recentAuth), ...(options.after ?? [])],
  });
  const url = await serve(server, apolloContext(buildContext), options.integration);
  onTestFinished(async () => {
    await server.stop();
    await issuer.close();
  });

  return {
    url,
    ran,
    token: (age, claims) => issuer.token({ auth_time: NOW - age, ...claims }),
    post: (body, { token, accept } = {}) =>
      send(
        url,
        [
          ['content-type', 'application/json'],
          ...(token === undefined ? [] : [['authorization', `Bearer ${token}`] as const]),
          ...(accept === undefined ? [] : [['accept', accept] as const]),
        ],
        body,
      ),
  };
}

async function serve(
  server: ApolloServer<AuthenticationContext>,
  context: ReturnType<typeof apolloContext>,
  integration: ApolloBankOptions['integration'] = 'standalone',
): Promise<string> {
  const listen = { port: 0, host: '127.0.0.1' };
  if (integration === 'standalone') {
    const { url } = await startStandaloneServer(server, { context, listen });
    return url;
  }
  const app = Fastify();
  server.addPlugin(fastifyApolloDrainPlugin(app));
  await server.start();
  await app.register(fastifyApollo(server), { context });
  return `${await app.listen(listen)}/graphql`;
}

function recordingResolvers(ran: string[]): Record<string, Record<string, () => unknown>> {
  const record = (name: string, value: unknown) => () => {
    ran.push(name);
    return value;
  };
  return {
    Query: {
      hello: record('hello', 'world'),
      iban: record('iban', 'DE02'),
      report: record('report', { title: 'Year', details: 'All of it' }),
    },
    Mutation: {
      renameAccount: record('renameAccount', 'renamed'),
      transfer: record('transfer', { id: 't1', bankRef: 'b1' }),
      sign: record('sign', 'signed'),
    },
  };
}
