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
  createBackchannelLogout,
  createContextBuilder,
  createMemoryRevocations,
  createTokenVerifier,
  KeysUnavailableError,
  TokenRefusedError,
} from './tokens/index.js';
export type {
  AuthenticationResolver,
  BackchannelLogout,
  BackchannelLogoutOptions,
  Claims,
  ClaimsReader,
  ClaimsReading,
  CommonVerifierOptions,
  ContextBuilder,
  ContextBuilderOptions,
  IssuerHealth,
  IssuerOptions,
  LogoutAnswer,
  LogoutOutcome,
  LogoutRequest,
  LogoutRequestFault,
  MemoryRevocations,
  MemoryRevocationsOptions,
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
