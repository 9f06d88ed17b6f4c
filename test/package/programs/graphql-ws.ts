import { createRecentAuthClient, recentAuthConnectionParams } from 'graphql-recent-auth/graphql-ws';
import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { recentAuth } from './client.js';

export const client: Client = createRecentAuthClient({
  recentAuth,
  url: 'wss://api.example.com/graphql',
  connectionParams: async () => ({ tenant: 'a' }),
  isRepeatable: ({ operationName }) => operationName === 'Ticks',
});
export const ownClient = createClient({
  url: 'wss://api.example.com/graphql',
  connectionParams: recentAuthConnectionParams(recentAuth, { tenant: 'a' }),
});
for await (const { data } of client.iterate<{ tick: number }>({ query: 'subscription { tick }' })) {
  data?.tick satisfies number | undefined;
}

// @ts-expect-error the reauthenticator is needed
createRecentAuthClient({ url: 'wss://api.example.com/graphql' });
// @ts-expect-error an address is needed
createRecentAuthClient({ recentAuth });
// @ts-expect-error a token is not a reauthenticator
recentAuthConnectionParams('token');
// @ts-expect-error says yes or no
createRecentAuthClient({ recentAuth, url: '/', isRepeatable: () => 'yes' });
