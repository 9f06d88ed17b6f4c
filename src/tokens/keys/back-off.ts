const LONGEST = 60;

/** How long an issuer that failed is left alone, in seconds: 1, 2, 4 and so on up to a minute. */
export interface BackOff {
  /** Seconds until the next try; 0 when one may be made now. */
  remaining(): number;
  failed(): void;
  succeeded(): void;
}

/** Up to a quarter sooner, so that those who failed together do not come back together. */
const JITTER = 0.25;

/** `now` is a monotonic clock, in seconds; `random` is from 0 up to 1. */
export function createBackOff(now: () => number, random: () => number): BackOff {
  let failures = 0;
  let until = -Infinity;
  return {
    remaining: () => Math.max(0, until - now()),
    failed() {
      until = now() + Math.min(2 ** failures, LONGEST) * (1 - JITTER * random());
      failures += 1;
    },
    succeeded() {
      failures = 0;
      until = -Infinity;
    },
  };
}
