import { ConfigurationError } from '../../protocol/index.js';
import type { TokenRefusal, VerifiedAuthentication } from '../../protocol/index.js';

/**
 * Sessions that ended before their tokens did. Both methods may return a promise, and must settle in bounded time. Where `isRevoked`
 * fails, nobody is let in; where `revoke` does, the provider is asked to try again. Why they fail is theirs to log.
 */
export interface RevocationStore {
  /**
   * Ends sessions, and remembers it for `retention` seconds. `false`: a logout token with this `tokenId` was received before,
   * and nothing was changed. Must be atomic where several processes share the store: a token that failed was not received.
   */
  revoke(revocation: Revocation): boolean | Promise<boolean>;
  /** Asked for every request with a token, also a known one. */
  isRevoked(authentication: VerifiedAuthentication): boolean | Promise<boolean>;
  /**
   * Seconds for which an ended session is remembered. Tokens that live longer (`exp - iat`) are refused as `wrong_claim`, since
   * they would come alive again; `onEvent` gets `token-outlives-logouts`.
   */
  readonly retention: number;
}

/** What a logout token says (OpenID Connect Back-Channel Logout 1.0 section 2.4). Times are epoch seconds. */
export interface Revocation {
  readonly issuer: string;
  /**
   * With no `sessionId`, all of the subject's sessions up to `issuedAt` have ended. With one, only the subject's tokens that
   * name no session have: they may be of that one.
   */
  readonly subject: string | undefined;
  /** The one session that has ended. */
  readonly sessionId: string | undefined;
  readonly issuedAt: number;
  /** Until when the logout token could be received again. */
  readonly expiresAt: number;
  /** Its `jti`. */
  readonly tokenId: string;
}

export function assertRevocationStore(value: unknown): asserts value is RevocationStore {
  const { revoke, isRevoked, retention } = (value ?? {}) as Partial<RevocationStore>;
  const isStore = typeof revoke === 'function' && typeof isRevoked === 'function';
  if (isStore && Number.isSafeInteger(retention) && (retention as number) > 0) return;
  throw new ConfigurationError(
    '"revocations" must be what createMemoryRevocations returns, or have its revoke, isRevoked and retention',
  );
}

/**
 * What the store has against a caller. Asked with every request, so it takes no promise where the store gives none. A store's
 * errors go no further: they may quote what it was asked.
 */
export function judgeRevocation(
  store: RevocationStore,
  authentication: VerifiedAuthentication,
): TokenRefusal | undefined | Promise<TokenRefusal | undefined> {
  try {
    const isRevoked: unknown = store.isRevoked(authentication);
    if (typeof isRevoked === 'boolean') return judgeAnswer(isRevoked);
    return Promise.resolve(isRevoked).then(judgeAnswer, () => 'revocations_unavailable');
  } catch {
    return 'revocations_unavailable';
  }
}

function judgeAnswer(isRevoked: unknown): TokenRefusal | undefined {
  if (isRevoked === false) return undefined;
  return isRevoked === true ? 'revoked' : 'revocations_unavailable';
}
