import { createSessionSource } from '../../src/authgear/session-source.js';
import type { SessionSource, SessionSourceOptions } from '../../src/authgear/session-source.js';
import { manualClock } from '../../src/testing/index.js';
import type { ManualClock } from '../../src/testing/index.js';
import { NOW, serveSessionResolver } from './session-resolver.js';
import type { SessionResolver } from './session-resolver.js';

export interface WatchedSource {
  readonly resolver: SessionResolver;
  readonly source: SessionSource;
  /** The two clocks: what people set, and what passes. */
  readonly wall: ManualClock;
  readonly elapsed: ManualClock;
  /** The session of an access token: whose, or why there is none. */
  readonly find: (token: string) => Promise<unknown>;
}

/** Asks a real resolver, by clocks that are moved by hand. */
export async function watchSource(
  options: Partial<SessionSourceOptions> = {},
): Promise<WatchedSource> {
  const resolver = await serveSessionResolver();
  const wall = manualClock(NOW);
  const elapsed = manualClock(1000);
  const source = createSessionSource({
    issuer: resolver.endpoint,
    ...{ cacheSeconds: 5, smallestWindow: 30, cacheSize: 100, fetch },
    ...{ clock: wall, monotonicClock: elapsed, timeout: 5000, random: () => 0 },
    ...options,
  });
  return {
    ...{ resolver, source, wall, elapsed },
    async find(token) {
      try {
        const session = await source.find({ name: 'authorization', value: `Bearer ${token}` });
        return typeof session === 'string' ? session : session.subject;
      } catch (error) {
        const { refusal, cause, extensions } = error as RefusedForNow;
        const { status, headers } = extensions.http;
        return { refusal, status, retryAfter: headers['retry-after'], cause: cause.message };
      }
    },
  };
}

interface RefusedForNow {
  readonly refusal: string;
  readonly cause: Error;
  readonly extensions: {
    readonly http: { readonly status: number; readonly headers: Record<string, string> };
  };
}
