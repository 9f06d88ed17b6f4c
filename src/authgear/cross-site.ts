import type { TokenRefusal } from '../protocol/index.js';
import { headerValues } from '../tokens/index.js';
import type { RequestLike } from '../tokens/index.js';

/**
 * Why a request that a cookie signs in may be the work of another site's page. It must come from a listed
 * origin, and be one that browsers never send across origins without asking first (Fetch, section 3.3).
 */
export function judgeCrossSite(
  request: RequestLike,
  origins: ReadonlySet<string>,
): TokenRefusal | undefined {
  const [origin, another] = headerValues(request, 'origin');
  const isListed = origin !== undefined && another === undefined && origins.has(origin);
  // Browsers name no origin in a `GET` to one's own.
  const isOwn = origin === undefined && isOnly(request, 'sec-fetch-site', /^same-origin$/);
  if (!isListed && !isOwn) return 'unlisted_origin';
  // No page can add headers to a handshake, nor set this one elsewhere: there, the origin is what counts.
  const isHandshake = isListed && isOnly(request, 'upgrade', /^websocket$/i);
  return isHandshake || isPreflighted(request) ? undefined : 'forgeable_request';
}

/** Those of Apollo Server's and others' own CSRF prevention. */
const PREFLIGHTED_HEADERS = [
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'graphql-require-preflight',
];
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/** Whether a form, a link or an image could not have sent it. */
function isPreflighted(request: RequestLike): boolean {
  if (isOnly(request, 'content-type', JSON_TYPE)) return true;
  return PREFLIGHTED_HEADERS.some((name) => isOnly(request, name, /./));
}

function isOnly(request: RequestLike, name: string, pattern: RegExp): boolean {
  const [value, another] = headerValues(request, name);
  return value !== undefined && another === undefined && pattern.test(value);
}
