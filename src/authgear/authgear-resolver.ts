import type { Authentication, Clock } from '../protocol/index.js';
import { TokenRefusedError } from '../tokens/index.js';
import type { AuthenticationResolver, RequestLike } from '../tokens/index.js';
import { readCredentials } from './credentials.js';
import { removeSessionHeaders } from './forged-headers.js';
import { readResolverOptions } from './options.js';
import type { AuthgearResolverOptions, CallingSettings, ProxiedSettings } from './options.js';
import { createProxiedSessions } from './proxied-sessions.js';
import { createSessionSource } from './session-source.js';
import type { Session } from './session.js';

/** Who asks, by what Authgear's session resolver says. Give it to `createContextBuilder`. */
export interface AuthgearResolver extends AuthenticationResolver {
  /**
   * Takes `x-authgear-*` headers out of a request that is not the trusted proxy's, and notes when one of the
   * proxy's came. `resolve` does both, too: call this for code that looks at requests before, and for every
   * `upgrade`, since what the headers of a socket say is as old as its handshake. Throws a `TokenRefusedError`
   * for a request out of which they cannot be taken.
   */
  strip(request: RequestLike): void;
  /** The time by which sessions are judged. */
  readonly clock: Clock;
  /** Asks nothing more, and forgets all sessions: who comes later is refused with 503. */
  readonly close: () => void;
}

/**
 * For session cookies, and for access tokens that are no JWTs: asks Authgear about every request, in five seconds
 * at most, or believes the headers of a proxy that did (`proxy`). Without further options, access tokens alone
 * count, and an answer is used again for 5 seconds where the sign-in is younger than 30. All options are in
 * seconds. Throws a `ConfigurationError` for options that do not fit; asks nobody yet.
 *
 * `resolve` rejects with a `TokenRefusedError`: `refusal` is `expired` for credentials that are no session any
 * more, `keys_unavailable` where Authgear cannot say, with the reason as its `cause` and a `Retry-After`; others
 * are for requests that are malformed, or that another site may have sent.
 */
export function createAuthgearResolver(options: AuthgearResolverOptions): AuthgearResolver {
  const settings = readResolverOptions(options);
  const { strip, find, close } = settings.call ? callResolver(settings) : readHeaders(settings);
  return { clock: settings.clock, strip, close, resolve };

  async function resolve(request: RequestLike): Promise<Authentication> {
    strip(request);
    const session = await find(request);
    if (session === undefined) return ANONYMOUS;
    if (typeof session === 'object') return session;
    // Most that come were one once: clients renew their access token, or else sign in again.
    throw new TokenRefusedError(session === 'invalid' ? 'expired' : 'malformed_token');
  }
}

/** The session of a request's credentials; `undefined` where none came that count. */
interface Sessions {
  readonly strip: (request: RequestLike) => void;
  readonly find: (request: RequestLike) => Promise<Session> | Session | undefined;
  readonly close: () => void;
}

const ANONYMOUS: Authentication = Object.freeze({ status: 'anonymous' });

function callResolver({ cookies, call, ...settings }: CallingSettings): Sessions {
  const source = createSessionSource({ ...settings, ...call });
  return {
    strip: removeSessionHeaders,
    find(request) {
      const credentials = readCredentials(request, cookies);
      return credentials && source.find(credentials);
    },
    close: source.close,
  };
}

function readHeaders({ isTrusted, ...settings }: ProxiedSettings): Sessions {
  const { arrive, find } = createProxiedSessions(settings);
  return {
    strip(request) {
      if (isTrusted(request)) arrive(request);
      else removeSessionHeaders(request);
    },
    find: (request) => (isTrusted(request) ? find(request) : undefined),
    close: () => undefined,
  };
}
