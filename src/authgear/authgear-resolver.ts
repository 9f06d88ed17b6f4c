import type { Authentication, Clock } from '../protocol/index.js';
import { TokenRefusedError } from '../tokens/index.js';
import type { AuthenticationResolver, RequestLike } from '../tokens/index.js';
import { readCredentials } from './credentials.js';
import { removeSessionHeaders } from './forged-headers.js';
import { readResolverOptions } from './options.js';
import type { AuthgearResolverOptions, ResolverSettings } from './options.js';
import { createProxiedSessions } from './proxied-sessions.js';
import { createSessionSource } from './session-source.js';
import type { Session } from './session.js';

/** Who asks, by Authgear's session resolver: for session cookies, and for access tokens that are no JWTs. */
export interface AuthgearResolver extends AuthenticationResolver {
  /**
   * Takes `x-authgear-*` headers out of a request that is not the trusted proxy's. `resolve` does so, too; this is
   * for code that looks at requests before.
   */
  strip(request: RequestLike): void;
  /** The time by which sessions are judged. */
  readonly clock: Clock;
  /** Asks nothing more, and forgets all sessions. */
  readonly close: () => void;
}

export function createAuthgearResolver(options: AuthgearResolverOptions): AuthgearResolver {
  const settings = readResolverOptions(options);
  const { clock, isTrusted } = settings;
  const { find, close } = settings.call ? callResolver(settings, settings.call) : readHeaders();
  return { clock, strip, close, resolve };

  function strip(request: RequestLike): void {
    if (!isTrusted(request)) removeSessionHeaders(request);
  }

  async function resolve(request: RequestLike): Promise<Authentication> {
    strip(request);
    const session = await find(request);
    if (session === undefined) return ANONYMOUS;
    if (typeof session === 'object') return session;
    // Most that come were one once: clients renew their access token, or else sign in again.
    throw new TokenRefusedError(session === 'invalid' ? 'expired' : 'malformed_token');
  }

  function readHeaders(): Sessions {
    const sessions = createProxiedSessions(settings);
    return {
      find: (request) => (isTrusted(request) ? sessions.find(request) : undefined),
      close: () => undefined,
    };
  }
}

/** The session of a request's credentials; `undefined` where none came that count. */
interface Sessions {
  readonly find: (request: RequestLike) => Promise<Session> | Session | undefined;
  readonly close: () => void;
}

const ANONYMOUS: Authentication = Object.freeze({ status: 'anonymous' });

function callResolver(
  { cookies, ...settings }: ResolverSettings,
  call: NonNullable<ResolverSettings['call']>,
): Sessions {
  const source = createSessionSource({ ...settings, ...call });
  return {
    find(request) {
      const credentials = readCredentials(request, cookies);
      return credentials && source.find(credentials);
    },
    close: source.close,
  };
}
