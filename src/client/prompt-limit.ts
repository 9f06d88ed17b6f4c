import type { Clock } from '../protocol/index.js';

/** Says how often it may begin within a minute. A clock that goes wrong lifts no limit. */
export function createPromptLimit(clock: Clock, perMinute: number): () => boolean {
  let begun: readonly number[] = [];
  return () => {
    const now = clock();
    begun = begun.filter((time) => !(Math.abs(now - time) >= 60));
    if (begun.length >= perMinute) return false;
    begun = [...begun, now];
    return true;
  };
}
