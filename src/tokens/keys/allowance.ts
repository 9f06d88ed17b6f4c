/** A few uses in reserve and a new one at times: quick for a rotation, bounded under a flood. */
export interface Allowance {
  /** Whether one was left; it is then used. */
  take(): boolean;
}

/** `now` is a monotonic clock, in seconds; one use comes back every `interval` seconds. */
export function createAllowance(
  { reserve, interval }: { readonly reserve: number; readonly interval: number },
  now: () => number,
): Allowance {
  let left = reserve;
  let countedAt = now();
  return {
    take() {
      const time = now();
      left = Math.min(reserve, left + (time - countedAt) / interval);
      countedAt = time;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
