'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { createFreshnessStore, unknownFreshness } from './freshness-store.js';
import { useReauthenticator } from './recent-auth-provider.js';

export interface RecentAuthQuestion {
  /** The oldest sign-in that counts as fresh, seconds; equal passes. */
  readonly maxAge: number;
  /** Re-renders whenever `secondsLeft` changes, for a countdown. @default false */
  readonly tick?: boolean | undefined;
}

export interface RecentAuthFreshness {
  /** `unknown` in server rendering, while hydrating, and where no sign-in is known. */
  readonly status: 'unknown' | 'fresh' | 'stale';
  /** Seconds until the sign-in is too old, as of this render; 0 where it is. */
  readonly secondsLeft: number | undefined;
  /** When the user last signed in, epoch seconds. */
  readonly authenticatedAt: number | undefined;
}

/**
 * Whether the sign-in is recent enough; re-renders at the moment when it no longer is. A comfort for the user, to
 * label a button with: never a reason to disable it, since the server decides and the click then asks.
 */
export function useRecentAuth({ maxAge, tick = false }: RecentAuthQuestion): RecentAuthFreshness {
  const recentAuth = useReauthenticator();
  const { subscribe, getSnapshot } = useMemo(
    () => createFreshnessStore(recentAuth, { maxAge, tick }),
    [recentAuth, maxAge, tick],
  );
  return useSyncExternalStore(subscribe, getSnapshot, unknownFreshness);
}
