import { ConfigurationError } from '../protocol/index.js';
import { TokenRefusedError } from './token-refused-error.js';

/** Headers as Node, Express and Fastify give them, or as Fetch does. */
export type RequestHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A Node or Fastify request, a Fetch `Request`, or anything with its headers. */
export interface RequestLike {
  readonly headers: RequestHeaders;
  /** Node's, the only place where a second `Authorization` header is visible. */
  readonly rawHeaders?: readonly string[] | undefined;
  /** Node's request inside Fastify's. */
  readonly raw?: { readonly rawHeaders?: readonly string[] | undefined } | undefined;
}

/**
 * The one bearer token of a request (RFC 6750 section 2.1), or `undefined` where it has none: no
 * header, an empty one, another scheme. Anything between is refused.
 */
export function readBearerToken(request: RequestLike): string | undefined {
  const values = authorizationValues(request);
  if (values.length > 1 || countRaw(request) > 1) throw new TokenRefusedError('several_tokens');
  const value = values[0] ?? '';
  return value === '' ? undefined : parseCredentials(value);
}

const BEARER = /^bearer ([a-z0-9._~+/-]+=*)$/i;
/** Fetch joins two headers by a comma. */
const SECOND_BEARER = /,\s*bearer(?:\s|$)/i;
const OTHER_SCHEME = /^(?!bearer(?: |$))[!#$%&'*+.^_`|~\w-]+(?: |$)/i;

function parseCredentials(value: string): string | undefined {
  const token = BEARER.exec(value)?.[1];
  if (token !== undefined) return token;
  if (SECOND_BEARER.test(value)) throw new TokenRefusedError('several_tokens');
  if (!OTHER_SCHEME.test(value)) throw new TokenRefusedError('malformed_header');
  return undefined;
}

function authorizationValues(request: RequestLike): readonly string[] {
  const headers = assertHeaders(request);
  if (isFetchHeaders(headers)) {
    const value = headers.get('authorization');
    return value === null ? [] : [value];
  }
  return Object.keys(headers)
    .filter((name) => name.toLowerCase() === 'authorization')
    .flatMap((name) => headers[name] ?? []);
}

/** Node keeps the first of two headers in `headers`, and both in `rawHeaders`. */
function countRaw(request: RequestLike): number {
  const raw = request.rawHeaders ?? request.raw?.rawHeaders ?? [];
  return raw.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization')
    .length;
}

function assertHeaders(request: unknown): RequestHeaders {
  const headers =
    typeof request === 'object' && request !== null && 'headers' in request
      ? request.headers
      : undefined;
  if (typeof headers === 'object' && headers !== null) return headers as RequestHeaders;
  throw new ConfigurationError(
    'The context builder takes a Node request, a Fetch Request, or { headers }',
  );
}

export function isFetchHeaders(headers: RequestHeaders): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function';
}
