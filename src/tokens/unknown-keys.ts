import { LRUCache } from 'lru-cache';

/** Names of keys that the issuer did not have a moment ago: it is not asked for them again. */
export interface UnknownKeys {
  readonly has: (kid: string) => boolean;
  readonly add: (kid: string) => void;
}

/** More than a rotation brings, and no memory to speak of: a `kid` has at most 256 characters. */
const MOST = 1000;

/** @param interval seconds for which a name is remembered @param now a monotonic clock, in seconds */
export function createUnknownKeys(interval: number, now: () => number): UnknownKeys {
  const until = new LRUCache<string, number>({ max: MOST });
  return {
    has: (kid) => (until.get(kid) ?? -Infinity) > now(),
    add(kid) {
      until.set(kid, now() + interval);
    },
  };
}
