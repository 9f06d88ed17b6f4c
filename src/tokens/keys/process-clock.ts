/** Seconds on a clock that nobody sets. */
export function processClock(): number {
  return performance.now() / 1000;
}
