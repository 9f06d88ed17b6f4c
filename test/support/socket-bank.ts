import { EventEmitter, on, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, parse, validate } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { createRecentAuth } from '../../src/directive/index.js';
import type { AuthenticationContext } from '../../src/protocol/index.js';
import { createTestIssuer, manualClock } from '../../src/testing/index.js';
import type { ManualClock } from '../../src/testing/index.js';
import { createContextBuilder, TokenRefusedError } from '../../src/tokens/index.js';
import type { RevocationStore } from '../../src/tokens/index.js';

const NOW = 1_795_250_812;

const typeDefs = /* GraphQL */ `
  type Query {
    whoAmI: String
  }
  type Mutation {
    rename: String
    transfer: String @requiresRecentAuth(seconds: 300)
  }
  type Subscription {
    ticks: String
    payments: String @requiresRecentAuth(seconds: 300)
  }
`;

/** A socket, as the server saw it. */
export interface SeenSocket {
  readonly params: Readonly<Record<string, unknown>> | undefined;
  isOpen: boolean;
}

export interface SocketBank {
  readonly url: string;
  readonly clock: ManualClock;
  readonly sockets: readonly SeenSocket[];
  /** What began to run, and for whom, in order: `transfer alice`. */
  readonly ran: readonly string[];
  /** Subscriptions that run now, in the same words. */
  readonly running: readonly string[];
  token(age: number, claims?: object): Promise<string>;
  /** An event for every subscription: a text of this and whose it is. */
  publish(text: string): void;
  /** Mutations wait until what is returned is called. */
  hold(): () => void;
  /** Breaks every socket, as a network does. */
  breakSockets(): void;
  /** Resolves once this holds; asked anew whenever something happened here. */
  until(condition: () => boolean): Promise<void>;
}

interface SocketBankOptions {
  /** Refuse operations before they are executed. @default true */
  readonly check?: boolean;
  readonly revocations?: RevocationStore;
}

/** A bank on a real graphql-ws server, closed when the test is over. */
export async function startSocketBank({
  check = true,
  revocations,
}: SocketBankOptions = {}): Promise<SocketBank> {
  const clock = manualClock(NOW);
  const issuer = await createTestIssuer({ clock });
  const buildContext = createContextBuilder({ verifier: issuer.verifier({ revocations }) });
  const recentAuth = createRecentAuth<AuthenticationContext>({ clock });
  const changes = new EventEmitter().setMaxListeners(0);
  const events = new EventEmitter().setMaxListeners(0);
  const sockets: SeenSocket[] = [];
  const ran: string[] = [];
  const running: string[] = [];
  let held: Promise<void> = Promise.resolve();

  const mutate = (name: string) => async (_: unknown, _arguments: unknown, context: Context) => {
    ran.push(`${name} ${subjectOf(context)}`);
    changes.emit('change');
    await held;
    return name;
  };
  const subscription = (name: string) => ({
    subscribe: (_: unknown, _arguments: unknown, context: Context) => {
      const who = `${name} ${subjectOf(context)}`;
      ran.push(who);
      running.push(who);
      changes.emit('change');
      const source = on(events, 'event');
      const finish = source.return?.bind(source);
      let isOver = false;
      source.return = () => {
        if (!isOver) running.splice(running.indexOf(who), 1);
        isOver = true;
        changes.emit('change');
        return finish?.() ?? Promise.resolve({ done: true, value: undefined });
      };
      return source;
    },
    resolve: ([text]: [string], _arguments: unknown, context: Context) =>
      `${text} ${subjectOf(context)}`,
  });
  const schema = recentAuth.transform(
    makeExecutableSchema({
      typeDefs: [recentAuth.typeDefs, typeDefs],
      resolvers: {
        Query: {
          whoAmI: (_: unknown, _arguments: unknown, context: Context) => subjectOf(context),
        },
        Mutation: { rename: mutate('rename'), transfer: mutate('transfer') },
        Subscription: { ticks: subscription('ticks'), payments: subscription('payments') },
      },
    }),
  );

  const contextOf = ({ authorization }: Readonly<Record<string, unknown>> = {}) =>
    buildContext({ headers: typeof authorization === 'string' ? { authorization } : {} });
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const webSockets = new WebSocketServer({ server });
  const disposable = useServer<Readonly<Record<string, unknown>>, { seen?: SeenSocket }>(
    {
      schema,
      context: ({ connectionParams }) => contextOf(connectionParams),
      onConnect: ({ connectionParams, extra }) => {
        extra.seen = { params: connectionParams, isOpen: true };
        sockets.push(extra.seen);
        changes.emit('change');
      },
      onClose: ({ extra }) => {
        if (extra.seen) extra.seen.isOpen = false;
        changes.emit('change');
      },
      ...(check && {
        async onSubscribe({ connectionParams }, _id, { query, operationName, variables }) {
          const document = parse(query);
          const invalid = validate(schema, document);
          if (invalid.length > 0) return invalid;
          try {
            const contextValue = await contextOf(connectionParams);
            const args = { schema, document, operationName, contextValue };
            const refusal = await recentAuth.check({ ...args, variableValues: variables });
            return refusal ? [refusal.error] : { ...args, variableValues: variables };
          } catch (error) {
            if (!(error instanceof TokenRefusedError)) throw error;
            const { code, reason } = error.extensions;
            return [
              new GraphQLError('The token is not accepted', { extensions: { code, reason } }),
            ];
          }
        },
      }),
    },
    webSockets,
  );
  onTestFinished(async () => {
    await disposable.dispose();
    server.close();
    await issuer.close();
  });

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clock,
    sockets,
    ran,
    running,
    token: (age, claims) => issuer.token({ auth_time: clock() - age, sub: 'alice', ...claims }),
    publish: (text) => void events.emit('event', text),
    hold() {
      let release = (): void => undefined;
      held = new Promise((resolve) => (release = resolve));
      return release;
    },
    breakSockets() {
      for (const socket of webSockets.clients) socket.terminate();
    },
    async until(condition) {
      while (!condition()) await once(changes, 'change');
    },
  };
}

type Context = AuthenticationContext;

function subjectOf({ authentication }: Context): string {
  return authentication.status === 'authenticated' ? authentication.subject : 'nobody';
}
