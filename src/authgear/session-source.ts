import { hash } from 'node:crypto';
import type { Clock } from '../protocol/index.js';
import { KeysUnavailableError, TokenRefusedError } from '../tokens/index.js';
import { askResolver } from './ask-resolver.js';
import { createCircuitBreaker } from './circuit-breaker.js';
import type { Credentials } from './credentials.js';
import type { CallSettings } from './options.js';
import { createSessionCache } from './session-cache.js';
import { readSession } from './session.js';
import type { Session } from './session.js';
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
  readonly find: (credentials: Credentials) => Promise<Session>;
  /** Asks nothing more, and forgets all sessions. */
  readonly close: () => void;
}

export function createSessionSource(options: SessionSourceOptions): SessionSource {
  const { issuer, fetch, clock, timeout = 5000 } = options;
  const { monotonicClock = processClock, random = Math.random } = options;
  const url = `${issuer}/_resolver/resolve`;
  const pending = new Set<AbortController>();
  const breaker = createCircuitBreaker(monotonicClock, random);
  const cache = createSessionCache({ ...options, monotonicClock });
  const inTurn = createTurns<Session>();
  let isClosed = false;
  let fault: KeysUnavailableError | undefined;

  return {
    async find(credentials) {
      if (isClosed) throw unavailable(new KeysUnavailableError('It is closed'));
      const { name, value } = credentials;
      const digest = hash('sha256', `${name}: ${value}`, 'binary');
      return cache.get(digest) ?? inTurn(digest, () => ask(credentials, digest));
    },
    close() {
      isClosed = true;
      for (const controller of pending) controller.abort();
      cache.clear();
    },
  };

  async function ask(credentials: Credentials, digest: string): Promise<Session> {
    const leave = breaker.enter();
    if (!leave) throw unavailable(fault ?? tooMany());
    const askedAt = monotonicClock();
    const at = Math.floor(clock());
    const asked = await askResolver(credentials, { url, fetch, timeout, pending });
    leave('fault' in asked && asked.isOutage);
    fault = 'fault' in asked ? asked.fault : undefined;
    if ('fault' in asked) throw unavailable(asked.fault);
    const session = read(asked.headers, at);
    cache.add(digest, session, askedAt);
    return session;
  }

  function read(headers: Headers, at: number): Session {
    try {
      return readSession((name) => [headers.get(name) ?? ''], { issuer, at });
    } catch (error) {
      throw unavailable(error as KeysUnavailableError);
    }
  }

  function tooMany(): KeysUnavailableError {
    return new KeysUnavailableError(`${url} is asked by too many at once`);
  }

  function unavailable(cause: KeysUnavailableError): TokenRefusedError {
    return new TokenRefusedError('keys_unavailable', { cause, retryAfter: breaker.retryAfter() });
  }
}

function processClock(): number {
  return performance.now() / 1000;
}
