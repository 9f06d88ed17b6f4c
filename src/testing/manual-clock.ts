import { ConfigurationError } from '../protocol/index.js';
import type { Clock } from '../protocol/index.js';

/** A clock that stands still until it is moved by hand. */
export interface ManualClock extends Clock {
  /** Moves the clock; back, too, as real ones do. */
  advance(seconds: number): void;
}

/** `start` is in epoch seconds, as in a token. */
export function manualClock(start: number): ManualClock {
  let now = 0;
  const advance = (seconds: number): void => {
    if (!Number.isFinite(seconds)) {
      throw new ConfigurationError('A manual clock takes a finite number of seconds');
    }
    now += seconds;
  };
  advance(start);
  return Object.assign(() => now, { advance });
}
