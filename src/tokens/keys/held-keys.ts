import type { Clock } from '../../protocol/index.js';
import type { KeySet } from './key-set.js';
import { createTimer } from './timer.js';

export interface HeldKeysOptions {
  readonly clock: Clock;
  readonly monotonicClock: () => number;
  /** Seconds after which keys are given up. */
  readonly maxKeyAge: number;
}

/** The keys in use. No token that another key signed is accepted. */
export interface HeldKeys {
  /** Those that are not too old. */
  current(): KeySet | undefined;
  /** Seconds since they came; 0 while there are none. */
  age(): number;
  /** When they came, epoch seconds; `Infinity` before. */
  readonly since: number;
  /** Whether one of them is not among the newer ones: the tokens that it signed are at an end. */
  replace(newer: KeySet): boolean;
  /** Waits for nothing more. */
  close(): void;
}

export function createHeldKeys(
  { clock, monotonicClock, maxKeyAge }: HeldKeysOptions,
  onGivenUp: () => void,
): HeldKeys {
  const expiry = createTimer(giveUpOrWait);
  let held: KeySet | undefined;
  let came = { at: 0, since: Infinity };

  return {
    current() {
      // The timer is late where the machine slept, and where it has no time for it.
      if (held && !(timeLeft() > 0)) giveUp();
      return held;
    },
    age: () => (held ? age() : 0),
    get since() {
      return came.since;
    },
    replace(newer) {
      const replaced = endTrust(newer);
      held = newer;
      came = { at: monotonicClock(), since: clock() };
      expiry.start(timeLeft());
      return replaced;
    },
    close() {
      expiry.stop();
    },
  };

  /** By the clock that went further: the process's own stands still while the machine sleeps. */
  function age(): number {
    return Math.max(monotonicClock() - came.at, clock() - came.since);
  }

  function timeLeft(): number {
    return maxKeyAge - age();
  }

  /** No timer runs for longer than a day. */
  function giveUpOrWait(): void {
    if (timeLeft() > 0) expiry.start(timeLeft());
    else giveUp();
  }

  function giveUp(): void {
    expiry.stop();
    endTrust(undefined);
    held = undefined;
    onGivenUp();
  }

  function endTrust(newer: KeySet | undefined): boolean {
    const lost = [...(held?.keys ?? [])].filter(([one]) => !newer?.keys.has(one));
    for (const [, key] of lost) key.isTrusted = false;
    return lost.length > 0;
  }
}
