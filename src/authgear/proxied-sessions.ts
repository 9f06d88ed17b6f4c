import { headerValues, TokenRefusedError } from '../tokens/index.js';
import type { KeysUnavailableError, RequestLike } from '../tokens/index.js';
import { assertSameSite, readAccessToken } from './credentials.js';
import type { SharedSettings } from './options.js';
import { readSessionCookie } from './session-cookie.js';
import { readSession } from './session.js';
import type { Session } from './session.js';

/** Sessions that a reverse proxy had resolved, in headers of requests that are known to be its own. */
export interface ProxiedSessions {
  /** What its headers say is as old as this. */
  readonly arrive: (request: RequestLike) => void;
  /** `undefined` where nothing came that counts. */
  readonly find: (request: RequestLike) => Session | undefined;
}

export function createProxiedSessions({ issuer, cookies, clock }: SharedSettings): ProxiedSessions {
  /** Epoch seconds, by the request of Node where there is one: a framework may wrap it anew. */
  const arrivals = new WeakMap<object, number>();
  return {
    arrive,
    find(request) {
      const at = arrive(request);
      const token = readAccessToken(request);
      if (token === undefined && !cookies) return undefined;
      const cookie = readSessionCookie(request, cookies?.name ?? 'session');
      // The proxy may have had either resolved.
      if (token !== undefined && cookie !== undefined)
        throw new TokenRefusedError('several_tokens');
      const session = read(request, at);
      if (token !== undefined || !cookies) return session;
      // Where no token came, a cookie did, whether or not the proxy passes it on.
      if (session === 'none') return undefined;
      assertSameSite(request, cookies);
      return session;
    },
  };

  function arrive(request: RequestLike): number {
    const key = request.raw ?? request;
    const at = arrivals.get(key) ?? Math.floor(clock());
    arrivals.set(key, at);
    return at;
  }

  function read(request: RequestLike, at: number): Session {
    try {
      return readSession((name) => headerValues(request, name), { issuer, at });
    } catch (error) {
      throw new TokenRefusedError('keys_unavailable', { cause: error as KeysUnavailableError });
    }
  }
}
