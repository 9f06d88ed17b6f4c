import { ConfigurationError } from '../protocol/index.js';
import type { VerifiedAuthentication } from '../protocol/index.js';

/** Sessions that ended before their tokens did. Both methods may return a promise; where one fails, nobody is let in. */
export interface RevocationStore {
  /**
   * Ends sessions, and remembers it for `retention` seconds. `false`: a logout token with this `tokenId` was received before,
   * and nothing was changed. Must be atomic where several processes share the store.
   */
  revoke(revocation: Revocation): boolean | Promise<boolean>;
  /** Asked for every request with a token, also a known one. */
  isRevoked(authentication: VerifiedAuthentication): boolean | Promise<boolean>;
  /** Seconds for which an ended session is remembered. Tokens that live longer are refused, since they would come alive again. */
  readonly retention: number;
}

/** What a logout token says (OpenID Connect Back-Channel Logout 1.0 section 2.4). Times are epoch seconds. */
export interface Revocation {
  readonly issuer: string;
  /** With no `sessionId`, all of the subject's sessions up to `issuedAt` have ended. */
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
