import { createClient } from 'graphql-ws';
import type { Client, ClientOptions } from 'graphql-ws';
import type { Reauthenticator } from '../client/index.js';
import { recentAuthConnectionParams } from './connection-params.js';

/** A client of graphql-ws, whose socket speaks for one token. */
export interface Connection {
  readonly client: Client;
  /** What its socket was opened with; `undefined` while it has none. */
  carries: { readonly token: string | undefined } | undefined;
  /** Operations that were started may have reached the server. */
  isOpen: boolean;
  /** No longer wanted: a socket that is about to open gets no token. */
  isRetired: boolean;
}

/** `onLost` is told why an open socket broke, before graphql-ws sends anything again. */
export function createConnection(
  recentAuth: Pick<Reauthenticator, 'getIdToken'>,
  { on, connectionParams, ...options }: ClientOptions,
  onLost: (connection: Connection, reason: unknown) => void,
): Connection {
  const noting = {
    async getIdToken() {
      if (connection.isRetired) return undefined;
      const token = await recentAuth.getIdToken();
      connection.carries = { token };
      return token;
    },
  };
  const lose = (reason: unknown): void => {
    const wasOpen = connection.isOpen;
    connection.isOpen = false;
    connection.carries = undefined;
    if (wasOpen) onLost(connection, reason);
  };
  const client = createClient({
    ...options,
    connectionParams: recentAuthConnectionParams(noting, connectionParams),
    on: {
      ...on,
      connected(...event) {
        connection.isOpen = true;
        on?.connected?.(...event);
      },
      closed(event) {
        lose(event);
        on?.closed?.(event);
      },
      error(error) {
        lose(error);
        on?.error?.(error);
      },
    },
  });
  const connection: Connection = { client, carries: undefined, isOpen: false, isRetired: false };
  return connection;
}
