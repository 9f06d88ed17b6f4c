import { TokenRefusedError } from '../tokens/index.js';
import type { KeysUnavailableError, RequestLike } from '../tokens/index.js';
import { assertSameSite, readAccessToken } from './credentials.js';
import { headerValues } from './header-values.js';
import type { ResolverSettings } from './options.js';
import { readSessionCookie } from './session-cookie.js';
import { readSession } from './session.js';
import type { Session } from './session.js';

/** Sessions that a reverse proxy had resolved, in headers of requests that are known to be its own. */
export interface ProxiedSessions {
  /** `undefined` where nothing came that counts. */
  find(request: RequestLike): Session | undefined;
}

export function createProxiedSessions({
  issuer,
  cookies,
  clock,
}: Pick<ResolverSettings, 'issuer' | 'cookies' | 'clock'>): ProxiedSessions {
  /** What the headers of a long-lived request say is as old as the request. */
  const arrivals = new WeakMap<RequestLike, number>();
  return {
    find(request) {
      const at = arrivals.get(request) ?? Math.floor(clock());
      arrivals.set(request, at);
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

  function read(request: RequestLike, at: number): Session {
    try {
      return readSession((name) => headerValues(request, name), { issuer, at });
    } catch (error) {
      throw new TokenRefusedError('keys_unavailable', { cause: error as KeysUnavailableError });
    }
  }
}
