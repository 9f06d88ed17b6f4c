import { formatWwwAuthenticate } from './www-authenticate.js';
import type { BearerError } from './www-authenticate.js';

/** Why a token, or the header that should carry one, was refused. A closed list, safe to log. */
export const TOKEN_REFUSALS = [
  'malformed_header',
  'several_tokens',
  'token_too_long',
  'unlisted_origin',
  'forgeable_request',
  'malformed_token',
  'wrong_algorithm',
  'wrong_type',
  'unknown_key',
  'wrong_signature',
  'wrong_issuer',
  'wrong_audience',
  'wrong_claim',
  'bound_to_another_key',
  'not_yet_valid',
  'expired',
  'revoked',
  'keys_unavailable',
  'revocations_unavailable',
] as const;

export type TokenRefusal = (typeof TOKEN_REFUSALS)[number];

/** `extensions.reason` of an `UNAUTHENTICATED` error. */
export const TOKEN_REASONS = [
  'TOKEN_MISSING',
  'TOKEN_EXPIRED',
  'TOKEN_INVALID',
  'TOKEN_REVOKED',
] as const;

export type TokenReason = (typeof TOKEN_REASONS)[number];

/** How an answer looks in HTTP: a status, and headers by their lower-case names. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the client is told of a refused token: less than the operator's log. */
export interface TokenRefusalAnswer {
  readonly code: 'UNAUTHENTICATED' | 'BAD_REQUEST' | 'AUTH_UNAVAILABLE';
  /** Only with `UNAUTHENTICATED`. */
  readonly reason: TokenReason | undefined;
  readonly message: string;
  readonly http: HttpAnswer;
}

/**
 * What a client is told when its token met this refusal, or when it sent none at all
 * (RFC 6750 section 3.1). `retryAfter`, in seconds, goes with keys that cannot be had.
 */
export function answerTokenRefusal(
  refusal: TokenRefusal | undefined,
  retryAfter = 5,
): TokenRefusalAnswer {
  switch (refusal) {
    case undefined:
      return unauthenticated('TOKEN_MISSING', 'Authentication required');
    case 'expired':
      return unauthenticated('TOKEN_EXPIRED', NOT_ACCEPTED, 'invalid_token');
    case 'revoked':
      return unauthenticated('TOKEN_REVOKED', NOT_ACCEPTED, 'invalid_token');
    case 'malformed_header':
    case 'several_tokens':
      return badRequest('The Authorization header is malformed');
    case 'token_too_long':
      return badRequest('The token is too long');
    case 'unlisted_origin':
      return badRequest('Pages of this origin may not use the session cookie');
    case 'forgeable_request':
      return badRequest('With a session cookie, send JSON or a header apollo-require-preflight');
    case 'keys_unavailable':
    case 'revocations_unavailable':
      return {
        code: 'AUTH_UNAVAILABLE',
        reason: undefined,
        message: 'Authentication is not available at the moment',
        http: { status: 503, headers: { 'retry-after': String(retryAfter) } },
      };
    default:
      return unauthenticated('TOKEN_INVALID', NOT_ACCEPTED, 'invalid_token');
  }
}

const NOT_ACCEPTED = 'The token is not accepted';

function unauthenticated(
  reason: TokenReason,
  message: string,
  error?: BearerError,
): TokenRefusalAnswer {
  return { code: 'UNAUTHENTICATED', reason, message, http: challenge(401, error) };
}

function badRequest(message: string): TokenRefusalAnswer {
  return {
    code: 'BAD_REQUEST',
    reason: undefined,
    message,
    http: challenge(400, 'invalid_request'),
  };
}

function challenge(status: number, error: BearerError | undefined): HttpAnswer {
  return { status, headers: { 'www-authenticate': formatWwwAuthenticate({ error }) } };
}
