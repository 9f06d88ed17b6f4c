import { LRUCache } from 'lru-cache';
import { createAllowance } from './allowance.js';

/** How often an issuer is asked for keys that tokens name and nobody has heard of, whoever sends how many of them. */
export interface Refetches {
  /** Whether it may be asked for this one now; that counts. */
  take(kid: string): boolean;
  /** It answered, and has no key of this name: it is not asked for that again for a while. */
  missed(kid: string): void;
  wasMissed(kid: string): boolean;
}

/** Three in reserve, one more every 30 seconds. */
const REFETCHES = { reserve: 3, interval: 30 };
/** More than a rotation brings, and no memory to speak of: a `kid` has at most 256 characters. */
const MOST_NAMES = 1000;

/** `now` is a monotonic clock, in seconds. */
export function createRefetches(now: () => number): Refetches {
  const allowance = createAllowance(REFETCHES, now);
  const missedUntil = new LRUCache<string, number>({ max: MOST_NAMES });
  const wasMissed = (kid: string): boolean => (missedUntil.get(kid) ?? -Infinity) > now();
  return {
    take: (kid) => !wasMissed(kid) && allowance.take(),
    missed(kid) {
      missedUntil.set(kid, now() + REFETCHES.interval);
    },
    wasMissed,
  };
}
