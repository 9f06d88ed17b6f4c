import type { ApolloClient, ApolloLink } from '@apollo/client';
import { onTestFinished } from 'vitest';
import { RecentAuthLink } from '../../src/apollo-client/index.js';
import type { RecentAuthLinkOptions } from '../../src/apollo-client/index.js';
import { createReauthenticator } from '../../src/client/index.js';
import type { Reauthenticator, ReauthEventType, ReauthRequest } from '../../src/client/index.js';
import type { ApolloKit } from './apollo-client-kit.js';

export interface ApolloUserOptions extends Omit<Partial<RecentAuthLinkOptions>, 'recentAuth'> {
  readonly uri: string;
  readonly clock: () => number;
  /** What the user is signed in with at first. */
  readonly idToken?: string | undefined;
  /** What signing in again brings. */
  readonly signIn?: () => Promise<string>;
  /** What a silent renewal brings. */
  readonly renew?: () => Promise<string | undefined>;
  /** Stands in for the adapter's. */
  readonly getIdToken?: () => string | undefined;
  /** Links before and after ours. */
  readonly before?: readonly ApolloLink[];
  readonly after?: readonly ApolloLink[];
  /** The link that sends, instead of an HttpLink. */
  readonly end?: ApolloLink;
}

/** What went over the wire, in order. */
export interface SentRequest {
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

export interface ApolloUser {
  readonly client: ApolloClient;
  readonly recentAuth: Reauthenticator;
  readonly sent: readonly SentRequest[];
  /** What the adapter holds. */
  readonly token: string | undefined;
  /** What the reauthenticator told, and how many prompts of that. */
  readonly events: readonly ReauthEventType[];
  readonly prompts: number;
  /** What the adapter was asked for. */
  readonly signIns: readonly ReauthRequest[];
  readonly renewals: number;
  /** As an OpenID library does when its token changed: `undefined` signs out. */
  hold(token: string | undefined): void;
  /** Resolves when so many operations wait for the user. */
  untilWaiting(count?: number): Promise<void>;
  /** Resolves when so many requests have been answered. */
  untilAnswered(count: number): Promise<void>;
}

/** Somebody at an application with Apollo Client, whose requests go out over real HTTP. */
export function createApolloUser(kit: ApolloKit, options: ApolloUserOptions): ApolloUser {
  const { uri, clock, idToken, signIn, renew, getIdToken, before, after, end, ...linkOptions } =
    options;
  const listeners = new Set<() => void>();
  const sent: SentRequest[] = [];
  const events: ReauthEventType[] = [];
  const signIns: ReauthRequest[] = [];
  const counts = { renewals: 0, answered: 0 };
  let current = idToken;
  let watchers: (() => void)[] = [];
  const hold = (token: string | undefined): void => {
    current = token;
    for (const listener of listeners) listener();
  };
  const recentAuth = createReauthenticator({
    adapter: {
      getIdToken: getIdToken ?? (() => current),
      async reauthenticate(request) {
        signIns.push(request);
        if (!signIn) throw new Error('Nobody expected a sign-in');
        hold(await signIn());
      },
      ...(renew && {
        async refreshIdToken() {
          counts.renewals += 1;
          hold(await renew());
        },
      }),
      onTokenChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    crossTab: false,
    clock,
    onEvent: ({ type }) => {
      events.push(type);
    },
  });
  const recordingFetch: typeof fetch = async (input, init) => {
    sent.push({
      url: String(input instanceof Request ? input.url : input),
      authorization: new Headers(init?.headers).get('authorization') ?? undefined,
      body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
    });
    const response = await fetch(input, init);
    counts.answered += 1;
    for (const watcher of watchers) watcher();
    return response;
  };
  const link = new RecentAuthLink({ recentAuth, ...linkOptions });
  const client = new kit.ApolloClient({
    cache: new kit.InMemoryCache(),
    link: kit.ApolloLink.from([
      ...(before ?? []),
      link,
      ...(after ?? []),
      end ?? new kit.HttpLink({ uri, fetch: recordingFetch }),
    ]),
  });
  onTestFinished(() => {
    recentAuth.reset();
    client.stop();
  });

  return {
    client,
    recentAuth,
    sent,
    events,
    signIns,
    get token() {
      return current;
    },
    get prompts() {
      return events.filter((type) => type === 'prompted').length;
    },
    get renewals() {
      return counts.renewals;
    },
    hold,
    untilWaiting: (count = 1) =>
      new Promise((resolve) => {
        const check = () => {
          const { status, waiting } = recentAuth.getState();
          if (status !== 'prompting' || waiting.length < count) return;
          stop();
          resolve();
        };
        const stop = recentAuth.subscribe(check);
        check();
      }),
    untilAnswered: (count) =>
      new Promise((resolve) => {
        const check = () => {
          if (counts.answered < count) return;
          watchers = watchers.filter((watcher) => watcher !== check);
          resolve();
        };
        watchers.push(check);
        check();
      }),
  };
}
