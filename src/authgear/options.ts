import {
  assertFunction,
  assertKnownOptions,
  ConfigurationError,
  systemClock,
} from '../protocol/index.js';
import type { Clock } from '../protocol/index.js';
import { assertRange, isTrustworthyUrl } from '../tokens/index.js';
import type { RequestLike } from '../tokens/index.js';
import { createPeerCheck } from './peers.js';
import type { PeerCheck } from './peers.js';

/** Sessions in cookies, for pages of these origins alone. */
export interface CookieOptions {
  /** Origins whose pages may use the session, `https://app.example.com`. */
  readonly origins: readonly string[];
  /** Authgear's own, with the project's `http.cookie_prefix` before it. @default 'session' */
  readonly name?: string | undefined;
}

interface SharedOptions {
  /** The project's address, `https://example.authgear.cloud`, which is the `iss` of its tokens, too. */
  readonly endpoint: string;
  /** Lets sessions in cookies in. @default access tokens alone */
  readonly cookies?: CookieOptions | undefined;
  /** The time now, in epoch seconds. @default the system clock */
  readonly clock?: Clock | undefined;
}

/** The API server asks the resolver itself. */
export interface AuthgearCallOptions extends SharedOptions {
  readonly proxy?: undefined;
  /** Seconds for which an answer is used again, up to 30; 0 for never. Longest that a sign-out goes unnoticed. @default 5 */
  readonly cacheSeconds?: number | undefined;
  /**
   * The smallest `seconds` of your schema. Only answers about younger sign-ins are used again: about older ones
   * the user may be asked, and the answer from before would hide what they did. @default 30
   */
  readonly smallestWindow?: number | undefined;
  /** How many answers to remember. @default 10000 */
  readonly cacheSize?: number | undefined;
  /** Asks the resolver. @default the global `fetch` */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** A reverse proxy asks the resolver, and copies what it says into the request. */
export interface AuthgearProxyOptions extends SharedOptions {
  readonly proxy: {
    /** The proxy's addresses and networks, as the connection shows them; or whether a request is the proxy's. */
    readonly trusted: readonly string[] | ((request: RequestLike) => boolean);
  };
}

export type AuthgearResolverOptions = AuthgearCallOptions | AuthgearProxyOptions;

export interface CookieSettings {
  readonly name: string;
  readonly origins: ReadonlySet<string>;
}

export interface CallSettings {
  readonly cacheSeconds: number;
  readonly smallestWindow: number;
  readonly cacheSize: number;
  readonly fetch: typeof globalThis.fetch;
}

export interface SharedSettings {
  readonly issuer: string;
  readonly cookies: CookieSettings | undefined;
  readonly clock: Clock;
}

export interface CallingSettings extends SharedSettings {
  readonly call: CallSettings;
}

export interface ProxiedSettings extends SharedSettings {
  readonly call?: undefined;
  /** Whose word about sessions counts. */
  readonly isTrusted: PeerCheck;
}

const FACTORY = 'createAuthgearResolver';
const SHARED = ['endpoint', 'cookies', 'clock', 'proxy'];
const CALL = ['cacheSeconds', 'smallestWindow', 'cacheSize', 'fetch'];

export function readResolverOptions(
  options: AuthgearResolverOptions,
): CallingSettings | ProxiedSettings {
  assertKnownOptions(FACTORY, options, [...SHARED, ...CALL]);
  const { endpoint, cookies, clock = systemClock, proxy } = options;
  assertFunction('clock', clock);
  const issuer = readEndpoint(endpoint);
  const shared = {
    issuer,
    cookies: cookies === undefined ? undefined : readCookies(cookies),
    clock,
  };
  if (proxy === undefined) return { ...shared, call: readCall(options) };
  // They would do nothing where the proxy asks.
  assertKnownOptions(`${FACTORY} with "proxy"`, options, SHARED);
  assertKnownOptions('"proxy"', proxy, ['trusted']);
  return { ...shared, isTrusted: createPeerCheck(proxy.trusted) };
}

function readCall(options: AuthgearCallOptions): CallSettings {
  const { cacheSeconds = 5, smallestWindow = 30, cacheSize = 10_000 } = options;
  const { fetch = globalThis.fetch } = options;
  // Longer, and a sign-out would go unnoticed for too long.
  assertRange('cacheSeconds', cacheSeconds, 0, 30);
  assertRange('smallestWindow', smallestWindow, 0, 86_400);
  assertRange('cacheSize', cacheSize, 1, 1_000_000);
  assertFunction('fetch', fetch);
  return { cacheSeconds, smallestWindow, cacheSize, fetch };
}

/** Without the slash at the end, as Authgear names itself. */
function readEndpoint(value: unknown): string {
  if (typeof value === 'string' && isTrustworthyUrl(value)) {
    const { origin } = new URL(value);
    if (value === origin || value === `${origin}/`) return origin;
  }
  throw new ConfigurationError(
    '"endpoint" must be the https origin of an Authgear project, without a path; http on a loopback address only',
  );
}

function readCookies(cookies: unknown): CookieSettings {
  assertKnownOptions('"cookies"', cookies, ['origins', 'name']);
  const { origins, name = 'session' } = cookies as Partial<CookieOptions>;
  if (typeof name !== 'string' || !/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) {
    throw new ConfigurationError('"cookies.name" must be the name of a cookie');
  }
  const list: readonly unknown[] = Array.isArray(origins) ? origins : [];
  if (list.length > 0 && list.every(isOrigin)) return { name, origins: new Set(list) };
  throw new ConfigurationError(
    '"cookies.origins" must be a list of at least one https origin, "https://app.example.com"; http on a loopback address only',
  );
}

/** As browsers write it: lower case, no path, no usual port. */
function isOrigin(value: unknown): value is string {
  return typeof value === 'string' && isTrustworthyUrl(value) && new URL(value).origin === value;
}
