import { createAllowance } from './allowance.js';
import { createBackOff } from './back-off.js';
import { createIssuer } from './issuer.js';
import { readKeySet } from './key-set.js';
import type { KeySet } from './key-set.js';
import { KeysUnavailableError } from './keys-unavailable-error.js';

export interface KeySourceOptions {
  readonly issuer: string;
  readonly fetch: typeof globalThis.fetch;
  /** Seconds on a clock that nobody sets. @default the process's own */
  readonly monotonicClock?: (() => number) | undefined;
  /** Milliseconds for one answer of the issuer. @default 5000 */
  readonly timeout?: number | undefined;
}

/** The issuer's keys: fetched when needed, kept when the issuer fails. */
export interface KeySource {
  /** The keys held, now; past their age they are renewed meanwhile. */
  held(): KeySet | undefined;
  /** The same, waiting for them where none are held. Rejects with `KeysUnavailableError`. */
  keys(): Promise<KeySet>;
  /** Newer keys than these, asked for at a bounded rate; else the same ones. */
  newerThan(keys: KeySet): Promise<KeySet>;
  health(): KeySourceHealth;
  /** Asks the issuer nothing more. */
  close(): void;
}

export interface KeySourceHealth {
  /** How many usable keys are held; more than 0 as soon as they were had once. */
  readonly keys: number;
  /** Seconds since the issuer gave them. */
  readonly keysAge: number | undefined;
  /** Why the issuer's last answer was of no use; `undefined` while all is well. */
  readonly fault: KeysUnavailableError | undefined;
  /** Seconds until an issuer at fault is asked again. */
  readonly retryAfter: number | undefined;
}

/** Seconds. */
const SOFT_AGE = 600;
/** For unknown `kid`s: three refetches in reserve, one more every 30 seconds. */
const REFETCHES = { reserve: 3, interval: 30 };

export function createKeySource(options: KeySourceOptions): KeySource {
  const { monotonicClock = processClock, timeout = 5000 } = options;
  const closing = new AbortController();
  const issuer = createIssuer({ ...options, monotonicClock, timeout, signal: closing.signal });
  const backOff = createBackOff(monotonicClock);
  const refetches = createAllowance(REFETCHES, monotonicClock);
  let held: { readonly keys: KeySet; readonly at: number } | undefined;
  let loading: Promise<KeySet> | undefined;
  let fault: KeysUnavailableError | undefined;
  let renewal: NodeJS.Timeout | undefined;
  let isDue = false;

  return {
    held: heldKeys,
    keys: async () => heldKeys() ?? load(),
    async newerThan(keys) {
      if (held && held.keys !== keys) return held.keys;
      return loading || mayRefetch() ? load().catch(() => keys) : keys;
    },
    health: () => ({
      keys: held?.keys.size ?? 0,
      keysAge: held && monotonicClock() - held.at,
      fault,
      retryAfter: fault && Math.max(1, Math.ceil(backOff.remaining())),
    }),
    close() {
      clearTimeout(renewal);
      closing.abort();
    },
  };

  function heldKeys(): KeySet | undefined {
    // What is held is kept when the issuer fails; `health` tells of it.
    if (isDue && !loading && backOff.remaining() === 0) load().catch(() => undefined);
    return held?.keys;
  }

  function mayRefetch(): boolean {
    return backOff.remaining() === 0 && refetches.take();
  }

  /** One load at a time, whoever asks for it. */
  function load(): Promise<KeySet> {
    loading ??= loadOnce().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  async function loadOnce(): Promise<KeySet> {
    if (closing.signal.aborted) throw new KeysUnavailableError('The verifier is closed');
    if (fault && backOff.remaining() > 0) throw fault;
    try {
      const keys = readKeySet(await issuer.fetchKeys(), held?.keys);
      if (!keys)
        throw new KeysUnavailableError('The issuer has no key that can verify a signature');
      held = { keys, at: monotonicClock() };
      planRenewal();
      fault = undefined;
      backOff.succeeded();
      return keys;
    } catch (error) {
      // Where the keys are may have changed, too.
      issuer.forgetAddress();
      fault = error as KeysUnavailableError;
      backOff.failed();
      throw error;
    }
  }

  /** By a timer: a clock that is read for every known token would double its look-up. */
  function planRenewal(): void {
    clearTimeout(renewal);
    isDue = false;
    renewal = setTimeout(() => {
      isDue = true;
    }, SOFT_AGE * 1000).unref();
  }
}

function processClock(): number {
  return performance.now() / 1000;
}
