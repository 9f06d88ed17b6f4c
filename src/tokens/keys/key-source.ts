import { systemClock } from '../../protocol/index.js';
import type { Clock } from '../../protocol/index.js';
import { createBackOff } from './back-off.js';
import { createHeldKeys } from './held-keys.js';
import { createIssuer } from './issuer.js';
import { readKeySet } from './key-set.js';
import type { KeySet } from './key-set.js';
import type { KeySourceEvent } from './key-source-event.js';
import type { KeySourceHealth } from './key-source-health.js';
import { KeysUnavailableError } from './keys-unavailable-error.js';
import { createRefetches } from './refetches.js';
import { tell } from './tell.js';
import { createTimer } from './timer.js';
import { processClock } from './process-clock.js';

export interface KeySourceOptions {
  readonly issuer: string;
  /** Where the keys are. @default what the issuer's discovery document says */
  readonly jwksUri?: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  /** The time now, in epoch seconds: it goes on while the machine sleeps. @default the system clock */
  readonly clock?: Clock | undefined;
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

/** The issuer's keys: fetched when first needed, renewed before they are old, kept when the issuer fails. */
export interface KeySource {
  /** The keys held, now. */
  held(): KeySet | undefined;
  /** Sees to the keys where, by the time `now` in epoch seconds, the timers should have: they sleep with the machine. */
  wake(now: number): void;
  /** The same, waiting for them where none are held. Rejects with `KeysUnavailableError`. */
  keys(): Promise<KeySet>;
  /** Resolves once there were keys, also where they were given up since: an outage is no reason to stop every replica. */
  ready(): Promise<void>;
  /**
   * Newer keys than these, which lack this one, or, without a name, have none that signed a token: asked for at a bounded rate;
   * else the same ones.
   */
  newerThan(keys: KeySet, kid: string | undefined): Promise<KeySet>;
  health(): KeySourceHealth;
  /** Asks the issuer nothing more. */
  close(): void;
}

const CLOSED = 'The verifier is closed';
/** Seconds after which keys are renewed; less where the issuer's Cache-Control says less. */
const RENEWAL = { soonest: 60, latest: 600 };
const MAX_KEY_AGE = 24 * 3600;
/** Seconds. Hardly any issuer puts a new key under an old name, and anybody can send a wrong signature. */
const REPLACED_AFTER = 60;
/** Up to a tenth sooner, so that replicas that started together do not stay together. */
const JITTER = 0.1;

export function createKeySource(options: KeySourceOptions): KeySource {
  const { clock = systemClock, monotonicClock = processClock, random = Math.random } = options;
  const { timeout = 5000, maxKeyAge = MAX_KEY_AGE, onEvent } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const issuer = createIssuer({ ...options, monotonicClock, timeout, maxKeyAge, signal });
  const backOff = createBackOff(monotonicClock, random);
  const refetches = createRefetches(monotonicClock);
  // Keys are renewed before anybody needs it: no request waits for that.
  const renewal = createTimer(renew);
  const held = createHeldKeys({ clock, monotonicClock, maxKeyAge }, () => {
    tell(onEvent, { type: 'keys-expired' });
  });
  let wereHeld = false;
  let loading: Promise<KeySet> | undefined;
  let fault: KeysUnavailableError | undefined;

  return {
    held: current,
    wake(now) {
      if (!(now - held.since < RENEWAL.latest)) current();
    },
    keys,
    async ready() {
      if (!wereHeld) await (loading ?? keys());
    },
    newerThan,
    health() {
      const keys = held.current()?.keys.size ?? 0;
      const keysAge = keys > 0 ? held.age() : undefined;
      const retryAfter = fault && Math.max(1, Math.ceil(backOff.remaining()));
      return { keys, keysAge, fault, retryAfter };
    },
    close() {
      renewal.stop();
      held.close();
      closing.abort();
    },
  };

  /** A renewal is overdue where the machine slept, and its timer with it. */
  function current(): KeySet | undefined {
    if (held.age() > RENEWAL.latest && !loading && !isLeftAlone()) renew();
    return held.current();
  }

  async function keys(): Promise<KeySet> {
    const known = current();
    if (known) return known;
    // Nobody waits for an issuer that is left alone for the moment.
    if (fault && !loading && isLeftAlone()) throw fault;
    return load();
  }

  async function newerThan(known: KeySet, kid: string | undefined): Promise<KeySet> {
    const wasMissed = kid !== undefined && refetches.wasMissed(kid);
    // A question under way may be older than the key.
    if (loading && !fault && !wasMissed) await settled(loading);
    const newest = held.current() ?? known;
    if (kid === undefined ? newest !== known : newest.has(kid)) return newest;
    const asked = !wasMissed && mayAskFor(kid);
    if (kid !== undefined) tell(onEvent, { type: 'unknown-key', asked });
    if (!asked) return newest;
    // The issuer may have moved its keys, and left the old ones where they were.
    if (!loading) issuer.doubtAddress('moved');
    const newer = await settled(load());
    if (newer && kid !== undefined && !newer.has(kid)) refetches.missed(kid);
    return newer ?? newest;
  }

  function mayAskFor(kid: string | undefined): boolean {
    // What an issuer at fault has by now, it is asked in the background; nobody waits for that.
    if ((fault && loading) || isLeftAlone()) return false;
    if (loading) return true;
    return kid === undefined ? held.age() >= REPLACED_AFTER : refetches.take(kid);
  }

  function isLeftAlone(): boolean {
    return backOff.remaining() > 0;
  }

  /** One load at a time, whoever asks for it. */
  function load(): Promise<KeySet> {
    loading ??= loadOnce().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  async function loadOnce(): Promise<KeySet> {
    try {
      const { object, maxAge = Infinity } = await issuer.fetchKeys();
      signal.throwIfAborted();
      const newer = readKeySet(object, held.current());
      if (!newer) {
        issuer.doubtAddress('failed');
        throw new KeysUnavailableError('The issuer has no key that can verify a signature');
      }
      const replaced = held.replace(newer);
      wereHeld = true;
      fault = undefined;
      backOff.succeeded();
      planRenewal(maxAge);
      tell(onEvent, { type: 'keys-renewed', keys: newer.keys.size, replaced });
      return newer;
    } catch (error) {
      if (signal.aborted) throw new KeysUnavailableError(CLOSED);
      fault = error as KeysUnavailableError;
      backOff.failed();
      renewal.start(backOff.remaining());
      tell(onEvent, { type: 'keys-failed', fault, retryAfter: Math.ceil(backOff.remaining()) });
      throw error;
    }
  }

  function planRenewal(maxAge: number): void {
    // So early that the issuer can be asked again before the keys are given up.
    const latest = Math.min(RENEWAL.latest, maxKeyAge / 2);
    renewal.start(Math.min(Math.max(maxAge, RENEWAL.soonest), latest) * (1 - JITTER * random()));
  }

  /** What fails is planned again, and told by then. */
  function renew(): void {
    void settled(load());
  }
}

function settled<T>(promise: Promise<T>): Promise<T | undefined> {
  return promise.catch(() => undefined);
}
