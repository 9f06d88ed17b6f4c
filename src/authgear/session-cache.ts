import { LRUCache } from 'lru-cache';
import type { Clock } from '../protocol/index.js';
import type { FoundSession } from './session.js';

export interface SessionCacheOptions {
  readonly cacheSize: number;
  readonly cacheSeconds: number;
  readonly smallestWindow: number;
  readonly clock: Clock;
  /** Seconds on a clock that nobody sets. */
  readonly monotonicClock: () => number;
}

export interface SessionCache {
  get(digest: string): FoundSession | undefined;
  /** `askedAt` is on the monotonic clock: what happened since is not in the answer. */
  add(digest: string, session: FoundSession, askedAt: number): void;
  clear(): void;
}

/**
 * Answers, for a few seconds, that no new sign-in would make better: of users who signed in more recently
 * than any field demands. Of everybody else a sign-in may be awaited, under the same cookie or token.
 */
export function createSessionCache(options: SessionCacheOptions): SessionCache {
  const { cacheSize, cacheSeconds, smallestWindow, clock, monotonicClock } = options;
  const entries = new LRUCache<
    string,
    { readonly session: FoundSession; readonly askedAt: number }
  >({
    max: cacheSize,
  });
  return {
    get(digest) {
      const entry = entries.get(digest);
      if (!entry) return undefined;
      const age = monotonicClock() - entry.askedAt;
      if (age >= 0 && age < cacheSeconds && isFreshEnough(entry.session)) return entry.session;
      entries.delete(digest);
      return undefined;
    },
    add(digest, session, askedAt) {
      if (cacheSeconds > 0 && isFreshEnough(session)) entries.set(digest, { session, askedAt });
      else entries.delete(digest);
    },
    clear() {
      entries.clear();
    },
  };

  function isFreshEnough(session: FoundSession): boolean {
    if (typeof session === 'string' || session.principal !== 'user') return false;
    const age = clock() - (session.authTime ?? NaN);
    return age >= 0 && age <= smallestWindow;
  }
}
