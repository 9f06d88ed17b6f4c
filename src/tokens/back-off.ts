const LONGEST = 60;

/** How long an issuer that failed is left alone, in seconds: 1, 2, 4 and so on up to a minute. */
export interface BackOff {
  /** Seconds until the next try; 0 when one may be made now. */
  remaining(): number;
  failed(): void;
  succeeded(): void;
}

/** `now` is a monotonic clock, in seconds. */
export function createBackOff(now: () => number): BackOff {
  let failures = 0;
  let until = -Infinity;
  return {
    remaining: () => Math.max(0, until - now()),
    failed() {
      until = now() + Math.min(2 ** failures, LONGEST);
      failures += 1;
    },
    succeeded() {
      failures = 0;
      until = -Infinity;
    },
  };
}
