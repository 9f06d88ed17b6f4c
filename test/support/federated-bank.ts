import { ApolloGateway, IntrospectAndCompose, RemoteGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { onTestFinished, vi } from 'vitest';
import { createRealm, servePlain } from './realm.js';
import type { Forwarded, GuardedServerOptions, Served } from './realm.js';
import { splitBank } from './split-bank.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])`;

/** Two subgraphs behind Apollo's gateway; the options are those of the second, where the guards are. */
export async function startFederatedBank(
  options: Omit<GuardedServerOptions, 'schema'> = {},
): Promise<Served> {
  const realm = await createRealm();
  const { payments, records } = splitBank(realm, '@key(fields: "id")');
  const subgraphs = [
    {
      name: 'payments',
      url: await realm.serveGuarded({
        schema: () =>
          buildSubgraphSchema({ ...payments, typeDefs: parse(LINK + payments.typeDefs) }),
      }),
    },
    {
      name: 'records',
      url: await realm.serveGuarded({
        schema: ({ typeDefs }) =>
          buildSubgraphSchema({ ...records, typeDefs: parse(LINK + typeDefs + records.typeDefs) }),
        ...options,
      }),
    },
  ];
  vi.stubEnv('APOLLO_TELEMETRY_DISABLED', 'true');
  onTestFinished(() => void vi.unstubAllEnvs());
  const gateway = new ApolloGateway({
    supergraphSdl: new IntrospectAndCompose({ subgraphs }),
    buildService: ({ url = '' }) =>
      new RemoteGraphQLDataSource({
        url,
        willSendRequest({ request, context }) {
          const { authorization } = context as Forwarded;
          if (authorization) request.http?.headers.set('authorization', authorization);
        },
      }),
  });
  return { realm, url: await servePlain({ gateway }) };
}
