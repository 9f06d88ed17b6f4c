export * from './protocol/index.js';
export * from './directive/index.js';
export { createAuthgearResolver } from './authgear/index.js';
export type {
  AuthgearCallOptions,
  AuthgearProxyOptions,
  AuthgearResolver,
  AuthgearResolverOptions,
  CookieOptions,
} from './authgear/index.js';
export {
  createContextBuilder,
  createTokenVerifier,
  KeysUnavailableError,
  TokenRefusedError,
} from './tokens/index.js';
export type {
  AuthenticationResolver,
  Claims,
  ClaimsReader,
  ClaimsReading,
  CommonVerifierOptions,
  ContextBuilder,
  ContextBuilderOptions,
  IssuerHealth,
  IssuerOptions,
  ProviderName,
  RequestHeaders,
  RequestLike,
  Revocation,
  RevocationStore,
  SeveralIssuersOptions,
  TokenRefusedExtensions,
  TokenType,
  TokenVerifier,
  TokenVerifierOptions,
  VerifierEvent,
  VerifierHealth,
} from './tokens/index.js';
