export * from './protocol/index.js';
export * from './directive/index.js';
export {
  createContextBuilder,
  createTokenVerifier,
  KeysUnavailableError,
  TokenRefusedError,
} from './tokens/index.js';
export type {
  ContextBuilder,
  ContextBuilderOptions,
  KeySourceEvent,
  RequestHeaders,
  RequestLike,
  TokenRefusedExtensions,
  TokenVerifier,
  TokenVerifierOptions,
  VerifierHealth,
} from './tokens/index.js';
