import { answerTokenRefusal } from '../protocol/index.js';
import type {
  HttpAnswer,
  TokenReason,
  TokenRefusal,
  TokenRefusalAnswer,
} from '../protocol/index.js';
import type { KeysUnavailableError } from './keys/keys-unavailable-error.js';

/** What a GraphQL error made from the refusal carries; no more than the client may know. */
export interface TokenRefusedExtensions {
  readonly code: TokenRefusalAnswer['code'];
  readonly reason?: TokenReason;
  readonly http: HttpAnswer;
}

/** Both belong to `keys_unavailable`. */
interface TokenRefusedOptions {
  /** Seconds. */
  readonly retryAfter?: number | undefined;
  readonly cause?: KeysUnavailableError | undefined;
}

/** The caller sent a token we do not accept. Safe to log: holds neither the token nor its claims. */
export class TokenRefusedError extends Error {
  override readonly name = 'TokenRefusedError';
  readonly code = 'TOKEN_REFUSED';
  readonly refusal: TokenRefusal;
  readonly extensions: TokenRefusedExtensions;

  constructor(refusal: TokenRefusal, options: TokenRefusedOptions = {}) {
    const { retryAfter, ...rest } = options;
    super(`Token refused: ${refusal.replaceAll('_', ' ')}`, rest);
    const { code, reason, http } = answerTokenRefusal(refusal, retryAfter);
    this.refusal = refusal;
    this.extensions = {
      code,
      ...(reason && { reason }),
      http: { status: http.status, headers: { ...http.headers, 'cache-control': 'no-store' } },
    };
  }
}

/** Goes on where there is nothing against a token. */
export function refuse(refusal: TokenRefusal | undefined): void {
  if (refusal !== undefined) throw new TokenRefusedError(refusal);
}
