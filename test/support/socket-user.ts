import { onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { createReauthenticator } from '../../src/client/index.js';
import type { Reauthenticator } from '../../src/client/index.js';
import { createRecentAuthClient } from '../../src/graphql-ws/index.js';
import type { RecentAuthClientOptions } from '../../src/graphql-ws/index.js';
import type { SocketBank } from './socket-bank.js';

export interface SocketUser {
  readonly recentAuth: Reauthenticator;
  /** How often the user was asked to sign in. */
  readonly prompts: number;
  /** As an OpenID library does when its token changed: `undefined` signs out. */
  hold(token: string | undefined): void;
}

/** Somebody at a client, who signs in anew as soon as they are asked to. */
export function createSocketUser(bank: SocketBank, token?: string): SocketUser {
  const listeners = new Set<() => void>();
  let current = token;
  let prompts = 0;
  const hold = (next: string | undefined): void => {
    current = next;
    for (const listener of listeners) listener();
  };
  const recentAuth = createReauthenticator({
    adapter: {
      getIdToken: () => current,
      async reauthenticate() {
        prompts += 1;
        hold(await bank.token(0));
      },
      onTokenChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    prompt: 'immediate',
    crossTab: false,
    clock: bank.clock,
  });
  return {
    recentAuth,
    get prompts() {
      return prompts;
    },
    hold,
  };
}

/** A client for this user, disposed of when the test is over. */
export function connectSocketUser(
  bank: SocketBank,
  { recentAuth }: SocketUser,
  options: Partial<RecentAuthClientOptions> = {},
) {
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
