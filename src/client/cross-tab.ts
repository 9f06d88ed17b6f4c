import type { IdTokenClaims } from './id-token.js';
import { digestUser } from './user-digest.js';

/** What the tabs of one user tell each other. Never a token, and of the user only a digest. */
export interface CrossTab {
  /** Tells the user's other tabs that the sign-in is done. */
  readonly announce: (user: IdTokenClaims) => Promise<void>;
  /**
   * Resolves when no other tab prompts this user, and keeps the turn until the signal aborts or the tab dies.
   * `onWait` is called before, where another tab has the turn.
   */
  readonly takeTurn: (
    user: IdTokenClaims,
    signal: AbortSignal,
    onWait: () => void,
  ) => Promise<void>;
}

/**
 * `onSignIn` is told when another tab's sign-in of the same user is done.
 * `undefined` outside browsers, and in pages that are not secure contexts.
 */
export function openCrossTab(
  name: string,
  userOfThisTab: () => IdTokenClaims | undefined,
  onSignIn: () => void,
): CrossTab | undefined {
  const { crypto, navigator, document } = globalThis as Partial<typeof globalThis>;
  if (!document || !crypto?.subtle || !navigator?.locks) return undefined;
  const { locks } = navigator;
  const channel = new BroadcastChannel(name);

  channel.onmessage = async ({ data }: MessageEvent<{ type?: unknown; user?: unknown } | null>) => {
    const user = userOfThisTab();
    if (!user || data?.type !== 'reauthenticated') return;
    if (data.user === (await digestUser(user, name))) onSignIn();
  };

  return {
    async announce(user) {
      channel.postMessage({ type: 'reauthenticated', user: await digestUser(user, name) });
    },
    async takeTurn(user, signal, onWait) {
      const lock = `${name}:${await digestUser(user, name)}`;
      const keep = (resolve: () => void) => {
        resolve();
        return new Promise((release) => {
          if (signal.aborted) release(undefined);
          signal.addEventListener('abort', release);
        });
      };
      await new Promise<void>((resolve) => {
        const first = locks.request(lock, { ifAvailable: true }, (granted) => {
          if (granted) return keep(resolve);
          onWait();
          locks.request(lock, { signal }, () => keep(resolve)).catch(resolve);
          return undefined;
        });
        first.catch(resolve);
      });
    },
  };
}
