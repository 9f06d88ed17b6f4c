import { createAllowance } from './allowance.js';
import { createBackOff } from './back-off.js';
import { createIssuer } from './issuer.js';
import { readKeySet } from './key-set.js';
import type { KeySet } from './key-set.js';
import { KeysUnavailableError } from './keys-unavailable-error.js';
import { createUnknownKeys } from './unknown-keys.js';

export interface KeySourceOptions {
  readonly issuer: string;
  /** Where the keys are. @default what the issuer's discovery document says */
  readonly jwksUri?: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  /** Seconds on a clock that nobody sets. @default the process's own */
  readonly monotonicClock?: (() => number) | undefined;
  /** Milliseconds for one answer of the issuer. @default 5000 */
  readonly timeout?: number | undefined;
  /** Seconds after which keys that could not be renewed are given up. @default 86 400 */
  readonly maxKeyAge?: number | undefined;
  /** From 0 up to 1: verifiers that asked together do not ask again together. @default Math.random */
  readonly random?: (() => number) | undefined;
  readonly onEvent?: ((event: KeySourceEvent) => void) | undefined;
}

/** What a source of keys did, for metrics. It holds no token, no `kid` and no address. */
export type KeySourceEvent =
  /** `replaced`: one was taken away, or is another now, and the tokens that it signed are at an end. */
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

/** The issuer's keys: fetched when first needed, renewed before they are old, kept when the issuer fails. */
export interface KeySource {
  /** The keys held, now. */
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

const CLOSED = 'The verifier is closed';
/** Seconds after which keys are renewed; less where the issuer's Cache-Control says less. */
const RENEWAL = { soonest: 60, latest: 600 };
const MAX_KEY_AGE = 24 * 3600;
/** Up to a tenth sooner, so that replicas that started together do not stay together. */
const JITTER = 0.1;
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
  let wereHeld = false;
  let loading: Promise<KeySet> | undefined;
  let fault: KeysUnavailableError | undefined;
  let renewal: NodeJS.Timeout | undefined;
  let expiry: NodeJS.Timeout | undefined;

  return {
    held: () => held?.keys,
    keys,
    async ready() {
      if (!wereHeld) await keys();
    },
    async newerThan(known, kid) {
      if (held && held.keys !== known) return held.keys;
      const asked = loading !== undefined || (!unknown.has(kid) && mayRefetch());
      tell({ type: 'unknown-key', asked });
      if (!asked) return known;
      const newer = await load().catch(() => undefined);
      if (newer && !newer.has(kid)) unknown.add(kid);
      return newer ?? known;
    },
    health: () => ({
      keys: held?.keys.keys.size ?? 0,
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

  async function keys(): Promise<KeySet> {
    if (held) return held.keys;
    // Nobody waits for an issuer that is left alone for the moment.
    if (fault && !loading && backOff.remaining() > 0) throw fault;
    return load();
  }

  function mayRefetch(): boolean {
    return backOff.remaining() === 0 && refetches.take();
  }

  function isClosed(): boolean {
    return closing.signal.aborted;
  }

  /** One load at a time, whoever asks for it. */
  function load(): Promise<KeySet> {
    loading ??= loadOnce().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  async function loadOnce(): Promise<KeySet> {
    if (isClosed()) throw new KeysUnavailableError(CLOSED);
    try {
      const { object, maxAge = Infinity } = await issuer.fetchKeys();
      const newer = readKeySet(object, held?.keys);
      if (!newer) {
        throw new KeysUnavailableError('The issuer has no key that can verify a signature');
      }
      const replaced = replace(newer);
      held = { keys: newer, at: monotonicClock() };
      wereHeld = true;
      fault = undefined;
      backOff.succeeded();
      planRenewal(Math.min(Math.max(maxAge, RENEWAL.soonest), RENEWAL.latest));
      planExpiry();
      tell({ type: 'keys-renewed', keys: newer.keys.size, replaced });
      return newer;
    } catch (error) {
      if (isClosed()) throw new KeysUnavailableError(CLOSED);
      // Where the keys are may have changed, too.
      issuer.forgetAddress();
      fault = error as KeysUnavailableError;
      backOff.failed();
      planRetry();
      tell({ type: 'keys-failed', fault, retryAfter: Math.ceil(backOff.remaining()) });
      throw error;
    }
  }

  /** Ends the trust in every key that is not among the newer ones. Whether there was one. */
  function replace(newer: KeySet | undefined): boolean {
    const lost = [...(held?.keys.keys ?? [])].filter(([one]) => !newer?.keys.has(one));
    for (const [, key] of lost) key.isTrusted = false;
    return lost.length > 0;
  }

  /** Before anybody needs it: by timers, so that no request waits or reads a clock for it. */
  function planRenewal(seconds: number): void {
    clearTimeout(renewal);
    renewal = after(seconds * (1 - JITTER * random()), renew);
  }

  function planRetry(): void {
    clearTimeout(renewal);
    renewal = after(backOff.remaining(), renew);
  }

  /** What fails is planned again, and told by then. */
  function renew(): void {
    load().catch(() => undefined);
  }

  function planExpiry(): void {
    clearTimeout(expiry);
    expiry = after(maxKeyAge, () => {
      replace(undefined);
      held = undefined;
      tell({ type: 'keys-expired' });
    });
  }

  /** Metrics decide nothing. */
  function tell(event: KeySourceEvent): void {
    try {
      options.onEvent?.(event);
    } catch (error) {
      process.emitWarning(`onEvent: ${String(error)}`);
    }
  }
}

/** A timer that does not keep the process alive. */
function after(seconds: number, run: () => void): NodeJS.Timeout {
  return setTimeout(run, seconds * 1000).unref();
}

function processClock(): number {
  return performance.now() / 1000;
}
