import type { IdTokenClaims } from './id-token.js';

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
  const { subtle } = crypto;
  const channel = new BroadcastChannel(name);

  async function digestOf({ issuer, subject }: IdTokenClaims) {
    const bytes = new TextEncoder().encode(JSON.stringify([issuer, subject]));
    const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  channel.onmessage = async ({ data }: MessageEvent<{ type?: unknown; user?: unknown } | null>) => {
    const user = userOfThisTab();
    const mine = user && (await digestOf(user));
    if (data?.type === 'reauthenticated' && data.user === mine) onSignIn();
  };

  return {
    async announce(user) {
      channel.postMessage({ type: 'reauthenticated', user: await digestOf(user) });
    },
    async takeTurn(user, signal, onWait) {
      const lock = `${name}:${await digestOf(user)}`;
      const keep = (resolve: () => void) => {
        resolve();
        return new Promise((release) => {
          if (signal.aborted) release(undefined);
          signal.addEventListener('abort', release);
        });
      };
      await new Promise<void>((resolve) => {
        void locks.request(lock, { ifAvailable: true }, (granted) => {
          if (granted) return keep(resolve);
          onWait();
          locks.request(lock, { signal }, () => keep(resolve)).catch(resolve);
          return undefined;
        });
      });
    },
  };
}
