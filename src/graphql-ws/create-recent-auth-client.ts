import type { Client, ClientOptions, SubscribePayload } from 'graphql-ws';
import { ReauthCancelledError } from '../client/index.js';
import type { Reauthenticator } from '../client/index.js';
import { createConnection } from './connection.js';
import type { Connection } from './connection.js';
import { iterateWith } from './iterate.js';
import { createOperation } from './operation.js';
import type { Operation } from './operation.js';
import { hasNoMutation } from './repeatable.js';

export interface RecentAuthClientOptions extends ClientOptions {
  readonly recentAuth: Pick<Reauthenticator, 'getIdToken' | 'getState' | 'subscribe'>;
  /** Whether an operation may be sent again where its socket broke. @default its `query` has no mutation in it */
  readonly isRepeatable?: ((payload: SubscribePayload) => boolean) | undefined;
}

/**
 * A graphql-ws client whose socket always carries the token of the moment. Where that is another one, operations go over a
 * new socket: subscriptions move, a mutation finishes where it is. Signing out ends them all. No mutation is sent twice.
 */
export function createRecentAuthClient(options: RecentAuthClientOptions): Client {
  const { recentAuth, isRepeatable = hasNoMutation, ...clientOptions } = options;
  /** Where each operation runs; nowhere while its token is being fetched. */
  const running = new Map<Operation, Connection | undefined>();
  const connections = new Set<Connection>();
  const listeners = new Set<(client: Client) => void>();
  let isDisposed = false;
  let current = connect();
  let seen = recentAuth.getState();
  let stopWatching: (() => void) | undefined;
  if (options.lazy === false) watch();

  const subscribe: Client['subscribe'] = (payload, sink) => {
    const operation = createOperation(payload, sink, {
      isRepeatable: isRepeatable(payload),
      onEnd() {
        const connection = running.get(operation);
        running.delete(operation);
        if (connection) discardIfDrained(connection);
      },
    });
    if (isDisposed) operation.fail(new Error('This client was disposed of'));
    else void start(operation);
    return operation.complete;
  };

  return {
    subscribe,
    iterate: iterateWith(subscribe),
    on(event, listener) {
      const stops = new WeakMap<Client, () => void>();
      const listen = (client: Client): void => void stops.set(client, client.on(event, listener));
      for (const { client } of connections) listen(client);
      listeners.add(listen);
      return () => {
        listeners.delete(listen);
        for (const { client } of connections) stops.get(client)?.();
      };
    },
    terminate() {
      for (const { client } of connections) client.terminate();
    },
    async dispose() {
      isDisposed = true;
      stopWatching?.();
      for (const operation of [...running.keys()]) operation.complete();
      await Promise.all([...connections].map(discard));
    },
  };

  async function start(operation: Operation): Promise<void> {
    running.set(operation, undefined);
    watch();
    try {
      await useTokenOfTheMoment();
      if (running.has(operation)) run(operation, current);
    } catch (error) {
      operation.fail(error);
    }
  }

  function run(operation: Operation, connection: Connection): void {
    running.set(operation, connection);
    operation.runOn(connection.client);
  }

  async function useTokenOfTheMoment(): Promise<void> {
    const token = await recentAuth.getIdToken();
    if (current.carries && current.carries.token !== token) move();
  }

  /** What has begun and may not begin again stays; the rest goes over to a new socket. */
  function move(): void {
    const before = current;
    current = connect();
    for (const [operation, connection] of running) {
      if (connection !== before) continue;
      if (operation.isRepeatable || !before.isOpen) run(operation, current);
    }
    discardIfDrained(before);
  }

  /** Not before there is something to watch for: a client may be made where a page is rendered on a server. */
  function watch(): void {
    if (stopWatching) return;
    seen = recentAuth.getState();
    stopWatching = recentAuth.subscribe(notice);
  }

  function notice(): void {
    const { subject, authTime } = seen;
    seen = recentAuth.getState();
    if (subject !== undefined && subject !== seen.subject) signOut();
    else if (subject !== seen.subject || authTime !== seen.authTime) {
      // Who asks next is told why it fails.
      useTokenOfTheMoment().catch(() => undefined);
    }
  }

  /** Nothing that one user began goes on as nobody, or as somebody else. */
  function signOut(): void {
    const retired = [...connections];
    current = connect();
    for (const [operation, connection] of [...running]) {
      operation.fail(
        connection?.isOpen && !operation.isRepeatable
          ? new Error('Signed out before the answer came: the operation may have been executed')
          : new ReauthCancelledError('logout'),
      );
    }
    for (const connection of retired) void discard(connection);
  }

  function connect(): Connection {
    const connection = createConnection(recentAuth, clientOptions, failUnrepeatable);
    connections.add(connection);
    for (const listen of listeners) listen(connection.client);
    return connection;
  }

  /** graphql-ws sends what was under way once more on the next socket, mutations too. */
  function failUnrepeatable(lost: Connection, reason: unknown): void {
    for (const [operation, connection] of [...running]) {
      if (connection === lost && !operation.isRepeatable) operation.fail(reason);
    }
  }

  function discardIfDrained(connection: Connection): void {
    if (connection === current || [...running.values()].includes(connection)) return;
    void discard(connection);
  }

  async function discard(connection: Connection): Promise<void> {
    connection.isRetired = true;
    connections.delete(connection);
    try {
      await connection.client.dispose();
    } catch {
      // It was still connecting, and did not get that far.
    }
  }
}
