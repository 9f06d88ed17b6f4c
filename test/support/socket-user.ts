import type { Client } from 'graphql-ws';
import { onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { createRecentAuthClient } from '../../src/graphql-ws/index.js';
import type { RecentAuthClientOptions } from '../../src/graphql-ws/index.js';
import type { TokenUser } from './token-user.js';
import type { SocketBank } from './socket-bank.js';

/** A client for this user, disposed of when the test is over. It reconnects without waiting. */
export function connectSocketUser(
  bank: SocketBank,
  { recentAuth }: Pick<TokenUser, 'recentAuth'>,
  options: Partial<RecentAuthClientOptions> = {},
): Client {
  const client = createRecentAuthClient({
    recentAuth,
    url: bank.url,
    webSocketImpl: WebSocket,
    retryWait: () => Promise.resolve(),
    ...options,
  });
  onTestFinished(() => client.dispose());
  return client;
}
