import { createAllowance } from './allowance.js';
import { createBackOff } from './back-off.js';
import { createIssuer } from './issuer.js';
import { readKeySet } from './key-set.js';
import type { KeySet } from './key-set.js';
import { KeysUnavailableError } from './keys-unavailable-error.js';
import { createUnknownKeys } from './unknown-keys.js';

export interface KeySourceOptions {
  readonly issuer: string;
  readonly fetch: typeof globalThis.fetch;
  /** Seconds on a clock that nobody sets. @default the process's own */
  readonly monotonicClock?: (() => number) | undefined;
  /** Milliseconds for one answer of the issuer. @default 5000 */
  readonly timeout?: number | undefined;
  /** Seconds after which keys that could not be renewed are given up. @default 86 400 */
  readonly maxKeyAge?: number | undefined;
  /** From 0 up to 1: verifiers that failed together do not ask again together. @default Math.random */
  readonly random?: (() => number) | undefined;
  readonly onEvent?: ((event: KeySourceEvent) => void) | undefined;
}

/** What a source of keys did, for metrics. It holds no token, no `kid` and no address. */
export type KeySourceEvent =
  | { readonly type: 'keys-renewed'; readonly keys: number; readonly replaced: boolean }
  | {
      readonly type: 'keys-failed';
      readonly fault: KeysUnavailableError;
      /** Seconds until the issuer is asked again. */
      readonly retryAfter: number;
    }
  /** They could not be renewed for too long: no token is accepted until the issuer answers. */
  | { readonly type: 'keys-expired' }
  /** A token names a key that is not held. `asked`: the issuer was asked whether it has one by now. */
  | { readonly type: 'unknown-key'; readonly asked: boolean };

/** The issuer's keys: fetched when needed, kept when the issuer fails. */
export interface KeySource {
  /** The keys held, now; past their age they are renewed meanwhile. */
  held(): KeySet | undefined;
  /** The same, waiting for them where none are held. Rejects with `KeysUnavailableError`. */
  keys(): Promise<KeySet>;
  /** Resolves once there were keys, also where they were given up since: an outage is no reason to stop every replica. */
  ready(): Promise<void>;
  /** Newer keys than these, which lack this one: asked for at a bounded rate; else the same ones. */
  newerThan(keys: KeySet, kid: string): Promise<KeySet>;
  health(): KeySourceHealth;
  /** Asks the issuer nothing more. */
  close(): void;
}

export interface KeySourceHealth {
  /** How many usable keys are held; 0 before they were had, and after they were given up. */
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
const MAX_KEY_AGE = 24 * 3600;
/** For unknown `kid`s: three refetches in reserve, one more every 30 seconds. */
const REFETCHES = { reserve: 3, interval: 30 };

export function createKeySource(options: KeySourceOptions): KeySource {
  const { monotonicClock = processClock, timeout = 5000, maxKeyAge = MAX_KEY_AGE } = options;
  const { random = Math.random } = options;
  const closing = new AbortController();
  const issuer = createIssuer({ ...options, monotonicClock, timeout, signal: closing.signal });
  const backOff = createBackOff(monotonicClock, random);
  const refetches = createAllowance(REFETCHES, monotonicClock);
  const unknown = createUnknownKeys(REFETCHES.interval, monotonicClock);
  let held: { readonly keys: KeySet; readonly at: number } | undefined;
  /** Also after they were given up: the next ones are of a later generation, or of the same. */
  let latest: KeySet | undefined;
  let loading: Promise<KeySet> | undefined;
  let fault: KeysUnavailableError | undefined;
  let renewal: NodeJS.Timeout | undefined;
  let expiry: NodeJS.Timeout | undefined;
  let isDue = false;

  return {
    held: heldKeys,
    keys: async () => heldKeys() ?? load(),
    async ready() {
      if (!latest) await load();
    },
    async newerThan(keys, kid) {
      if (held && held.keys !== keys) return held.keys;
      const asked = loading !== undefined || (!unknown.has(kid) && mayRefetch());
      tell({ type: 'unknown-key', asked });
      if (!asked) return keys;
      const newer = await load().catch(() => undefined);
      if (newer && !newer.has(kid)) unknown.add(kid);
      return newer ?? keys;
    },
    health: () => ({
      keys: held?.keys.size ?? 0,
      keysAge: held && monotonicClock() - held.at,
      fault,
      retryAfter: fault && Math.max(1, Math.ceil(backOff.remaining())),
    }),
    close() {
      clearTimeout(renewal);
      clearTimeout(expiry);
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
      const keys = readKeySet(await issuer.fetchKeys(), latest);
      if (!keys)
        throw new KeysUnavailableError('The issuer has no key that can verify a signature');
      const replaced = latest !== undefined && latest.generation !== keys.generation;
      held = { keys, at: monotonicClock() };
      latest = keys;
      planRenewal();
      fault = undefined;
      backOff.succeeded();
      tell({ type: 'keys-renewed', keys: keys.size, replaced });
      return keys;
    } catch (error) {
      // Where the keys are may have changed, too.
      issuer.forgetAddress();
      fault = error as KeysUnavailableError;
      backOff.failed();
      tell({ type: 'keys-failed', fault, retryAfter: Math.ceil(backOff.remaining()) });
      throw error;
    }
  }

  /** Metrics decide nothing. */
  function tell(event: KeySourceEvent): void {
    try {
      options.onEvent?.(event);
    } catch (error) {
      process.emitWarning(`onEvent: ${String(error)}`);
    }
  }

  /** By timers: a clock that is read for every known token would double its look-up. */
  function planRenewal(): void {
    clearTimeout(renewal);
    clearTimeout(expiry);
    isDue = false;
    renewal = setTimeout(() => {
      isDue = true;
    }, SOFT_AGE * 1000).unref();
    expiry = setTimeout(() => {
      held = undefined;
      tell({ type: 'keys-expired' });
    }, maxKeyAge * 1000).unref();
  }
}

function processClock(): number {
  return performance.now() / 1000;
}
