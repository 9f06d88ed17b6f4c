import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../protocol/index.js';
import type { BankContext } from './context.js';
import { serveGraphQL, SHORT_GRAPHQL_PATH } from './graphql-route.js';
import type { GraphQLRouteOptions } from './graphql-route.js';
import type { Identity } from './identity.js';
import { servePage } from './page.js';
import { serveProviderSwitch } from './provider-switch.js';

export interface DemoOptions {
  /** The API with short windows. */
  readonly shortApollo: ApolloServer<BankContext>;
  readonly identity: Pick<Identity, 'issuer' | 'clientId' | 'developmentProvider'>;
  /** The folder of the built page; without it there is none. */
  readonly pageDir: string | undefined;
  /** Where our own pages are opened. */
  readonly ownOrigins: readonly string[];
  readonly clock: Clock;
}

/** What makes the bank a demo: none of it is there where DEMO is off. */
export async function serveDemo(
  app: FastifyInstance,
  { shortApollo, identity, pageDir, ownOrigins, clock }: DemoOptions,
  route: GraphQLRouteOptions,
): Promise<void> {
  const { log } = route;
  serveGraphQL(app, SHORT_GRAPHQL_PATH, shortApollo, route);
  const { developmentProvider: provider } = identity;
  if (provider) await serveProviderSwitch(app, { provider, ownOrigins, log });
  if (pageDir !== undefined) await servePage(app, { pageDir, identity, clock, log });
}
