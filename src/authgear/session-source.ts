import { hash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Clock } from '../protocol/index.js';
import { KeysUnavailableError, processClock, TokenRefusedError } from '../tokens/index.js';
import { askResolver, closedFault } from './ask-resolver.js';
import { createCircuitBreaker } from './circuit-breaker.js';
import type { Credentials } from './credentials.js';
import type { CallSettings } from './options.js';
import { createSessionCache } from './session-cache.js';
import { readSession } from './session.js';
import type { FoundSession } from './session.js';
import { createTurns } from './turns.js';

export interface SessionSourceOptions extends CallSettings {
  readonly issuer: string;
  readonly clock: Clock;
  /** Seconds on a clock that nobody sets. @default the process's own */
  readonly monotonicClock?: (() => number) | undefined;
  /** Milliseconds for one answer of the resolver. @default 5000 */
  readonly timeout?: number | undefined;
  /** From 0 up to 1. @default Math.random */
  readonly random?: (() => number) | undefined;
}

/** What Authgear's session resolver says of credentials. */
export interface SessionSource {
  /** Rejects with a `TokenRefusedError` where the resolver cannot say. */
  readonly find: (credentials: Credentials) => Promise<FoundSession>;
  /** Asks nothing more, and forgets all sessions. */
  readonly close: () => void;
}

export function createSessionSource(options: SessionSourceOptions): SessionSource {
  const { issuer, fetch, clock, timeout = 5000 } = options;
  const { monotonicClock = processClock, random = Math.random } = options;
  const url = `${issuer}/_resolver/resolve`;
  const closing = new AbortController();
  const { signal } = closing;
  // Every question under way listens to it.
  setMaxListeners(0, signal);
  const breaker = createCircuitBreaker(monotonicClock, random);
  const cache = createSessionCache({ ...options, monotonicClock });
  const inTurn = createTurns<FoundSession>();
  /** Why it is left alone, where it is. */
  let outage: KeysUnavailableError | undefined;

  return {
    async find(credentials) {
      if (signal.aborted) throw unavailable(closedFault());
      const { name, value } = credentials;
      const digest = hash('sha256', `${name}: ${value}`, 'binary');
      return cache.get(digest) ?? inTurn(digest, () => ask(credentials, digest));
    },
    close() {
      closing.abort();
      cache.clear();
    },
  };

  async function ask(credentials: Credentials, digest: string): Promise<FoundSession> {
    const leave = breaker.enter();
    if (leave === 'full' || leave === 'open') {
      throw unavailable((leave === 'open' && outage) || tooMany());
    }
    const askedAt = monotonicClock();
    const at = Math.floor(clock());
    const asked = await askResolver(credentials, { url, fetch, timeout, signal });
    leave('fault' in asked && asked.isOutage);
    if ('fault' in asked) {
      if (asked.isOutage) outage = asked.fault;
      throw unavailable(asked.fault, asked.retryAfter);
    }
    const session = read(asked.headers, at);
    cache.add(digest, session, askedAt);
    return session;
  }

  function read(headers: Headers, at: number): FoundSession {
    try {
      const session = readSession((name) => [headers.get(name) ?? ''], { issuer, at });
      if (session === 'none') throw new KeysUnavailableError(`${url} ${UNSEEN}`);
      return session;
    } catch (error) {
      throw unavailable(error as KeysUnavailableError);
    }
  }

  function tooMany(): KeysUnavailableError {
    return new KeysUnavailableError(`${url} is asked by too many at once`);
  }

  function unavailable(cause: KeysUnavailableError, retryAfter = 0): TokenRefusedError {
    const seconds = Math.max(breaker.retryAfter(), retryAfter);
    return new TokenRefusedError('keys_unavailable', { cause, retryAfter: seconds });
  }
}

/** It is not Authgear who answers, or the project's cookie has another name. */
const UNSEEN =
  'answered as if no credentials had come: check "endpoint", and "cookies.name" if these were a cookie';
