import { createBackOff } from '../tokens/index.js';

/** Leaves a resolver alone that does not answer, so that nobody waits for it. */
export interface CircuitBreaker {
  /**
   * To be told whether there was no answer; or why no call is to be made now: it is left alone, or there are
   * too many at once.
   */
  enter(): ((wasOutage: boolean) => void) | 'open' | 'full';
  /** Seconds until a call may be made again, 1 or more. */
  retryAfter(): number;
}

/** In a row. One lost connection is no outage, and one caller must not be able to make one. */
const FAILURES = 5;
/** What callers wait for must fit the machine; more come again a little later. */
const MOST_AT_ONCE = 1000;

/** `now` is a monotonic clock, in seconds; `random` is from 0 up to 1. */
export function createCircuitBreaker(now: () => number, random: () => number): CircuitBreaker {
  const backOff = createBackOff(now, random);
  let failures = 0;
  let atOnce = 0;
  let isTrying = false;
  /** Calls of an earlier phase have nothing to say about this one. */
  let phase = 0;

  return {
    enter() {
      const isOpen = failures >= FAILURES;
      if (isOpen && (isTrying || backOff.remaining() > 0)) return 'open';
      if (atOnce >= MOST_AT_ONCE) return 'full';
      atOnce += 1;
      // One goes ahead and sees.
      isTrying = isOpen;
      const enteredIn = phase;
      return (wasOutage) => {
        atOnce -= 1;
        if (enteredIn === phase) settle(wasOutage);
      };
    },
    retryAfter: () => Math.max(1, Math.ceil(backOff.remaining())),
  };

  function settle(wasOutage: boolean): void {
    failures = wasOutage ? failures + 1 : 0;
    if (failures > 0 && failures < FAILURES) return;
    if (wasOutage) backOff.failed();
    else backOff.succeeded();
    if (wasOutage || isTrying) phase += 1;
    isTrying = false;
  }
}
