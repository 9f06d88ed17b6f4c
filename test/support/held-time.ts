import { onTestFinished, vi } from 'vitest';
import { manualClock } from '../../src/testing/index.js';
import type { ManualClock } from '../../src/testing/index.js';

/** The clocks of this process, moved by hand; sockets go on as they do. */
export interface HeldTime {
  /** The wall clock, in epoch seconds. */
  readonly clock: ManualClock;
  /** Moves them all, as time does. */
  advance(seconds: number): void;
  /** Moves the process's own clock and its timers, and not the wall clock. */
  advanceProcess(seconds: number): void;
  /** Moves the process's own clock, and its timers stay behind, as they do while it is stopped. */
  sleep(seconds: number): void;
}

/** Holds the clocks until the test ends; chance is the least, so that waits are whole seconds. */
export function holdTime(start: number): HeldTime {
  let now = 1_000_000;
  const processClock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  const chance = vi.spyOn(Math, 'random').mockReturnValue(0);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
    chance.mockRestore();
    processClock.mockRestore();
  });
  const clock = manualClock(start);
  const advanceProcess = (seconds: number): void => {
    now += seconds * 1000;
    vi.advanceTimersByTime(seconds * 1000);
  };
  return {
    clock,
    advance(seconds) {
      clock.advance(seconds);
      advanceProcess(seconds);
    },
    advanceProcess,
    sleep(seconds) {
      now += seconds * 1000;
    },
  };
}

/** Lets sockets go on until this holds, or the test is over. */
export async function until(holds: () => boolean): Promise<void> {
  const over = new AbortController();
  onTestFinished(() => {
    over.abort();
  });
  while (!over.signal.aborted && !holds()) await nextTurn();
}

/** Lets what is under way in this process go on for some turns. */
export async function settle(turns = 5): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
