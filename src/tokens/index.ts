export { assertRange } from './assert-range.js';
export { createBackOff } from './keys/back-off.js';
export { createBackchannelLogout } from './logout/backchannel-logout.js';
export type {
  BackchannelLogout,
  BackchannelLogoutOptions,
  LogoutAnswer,
  LogoutOutcome,
} from './logout/backchannel-logout.js';
export { readBearerToken } from './bearer.js';
export type { RequestHeaders, RequestLike } from './bearer.js';
export { fetchObject } from './keys/bounded-fetch.js';
export type { Claims } from './claim.js';
export type { ClaimsReader, ClaimsReading } from './claims-reading.js';
export { createContextBuilder } from './context-builder.js';
export type {
  AuthenticationResolver,
  ContextBuilder,
  ContextBuilderOptions,
} from './context-builder.js';
export { startDeadline } from './keys/deadline.js';
export { discoveryUrl } from './keys/discovery.js';
export type { ExplainTokenOptions } from './explain/explain-options.js';
export { explainToken } from './explain/explain-token.js';
export { headerValues, isFetchHeaders } from './header-values.js';
export type { IssuerOptions } from './issuer-options.js';
export { KeysUnavailableError } from './keys/keys-unavailable-error.js';
export type { LogoutRequest, LogoutRequestFault } from './logout/logout-request.js';
export { createMemoryRevocations } from './logout/memory-revocations.js';
export type { MemoryRevocations, MemoryRevocationsOptions } from './logout/memory-revocations.js';
export { PRESETS, PROVIDER_NAMES } from './presets/index.js';
export type { ProviderName } from './presets/index.js';
export { processClock } from './keys/process-clock.js';
export { faultCode, retriedFetch } from './keys/retried-fetch.js';
export type { Revocation, RevocationStore } from './logout/revocations.js';
export { TOKEN_CHECKS } from './explain/token-check.js';
export type { TokenCheck, TokenCheckName } from './explain/token-check.js';
export type { TokenClue } from './explain/token-clue.js';
export type { TokenExplanation, TokenProof, TokenTimes } from './explain/token-explanation.js';
export type { TokenType } from './token-kind.js';
export { TokenRefusedError } from './token-refused-error.js';
export type { TokenRefusedExtensions } from './token-refused-error.js';
export type { TokenResemblance } from './explain/token-resemblance.js';
export { isLoopbackHttp, isTrustworthyUrl } from './keys/trustworthy-url.js';
export { createTokenVerifier } from './verifier.js';
export type { IssuerHealth, TokenVerifier, VerifierHealth } from './verifier.js';
export type { VerifierEvent } from './verifier-event.js';
export type {
  CommonVerifierOptions,
  SeveralIssuersOptions,
  TokenVerifierOptions,
} from './verifier-options.js';
