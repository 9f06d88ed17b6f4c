import { ConfigurationError } from '../protocol/index.js';
import { headerValues } from './header-values.js';
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
  assertHeaders(request);
  const values = headerValues(request, 'authorization');
  if (values.length > 1) throw new TokenRefusedError('several_tokens');
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

function assertHeaders(request: unknown): asserts request is RequestLike {
  const headers =
    typeof request === 'object' && request !== null && 'headers' in request
      ? request.headers
      : undefined;
  if (typeof headers === 'object' && headers !== null) return;
  throw new ConfigurationError(
    'The context builder takes a Node request, a Fetch Request, or { headers }',
  );
}
