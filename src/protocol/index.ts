export type {
  AnonymousAuthentication,
  Authentication,
  AuthenticationContext,
  VerifiedAuthentication,
  WithAuthentication,
} from './authentication.js';
export { systemClock } from './clock.js';
export type { Clock } from './clock.js';
export { ERROR_CODES, REAUTH_REASONS, REAUTH_REMEDIES } from './codes.js';
export type { ErrorCode, ReauthReason, ReauthRemedy } from './codes.js';
export { ConfigurationError } from './errors.js';
export { isFresh, judgeFreshness } from './freshness.js';
export type { Freshness, FreshnessCheck } from './freshness.js';
export {
  assertBoolean,
  assertCount,
  assertFunction,
  assertKnownOptions,
  assertOneOf,
  assertSeconds,
  isAcrValue,
  isSeconds,
} from './options.js';
export { parseReauthExtensions } from './reauth.js';
export type { ReauthChallenge, ReauthExtension } from './reauth.js';
export { answerTokenRefusal, TOKEN_REASONS, TOKEN_REFUSALS } from './token-refusal.js';
export type { HttpAnswer, TokenReason, TokenRefusal, TokenRefusalAnswer } from './token-refusal.js';
export { formatWwwAuthenticate, parseWwwAuthenticate } from './www-authenticate.js';
export type { BearerChallenge, BearerError } from './www-authenticate.js';
