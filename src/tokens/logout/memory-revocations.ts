import {
  assertCount,
  assertFunction,
  assertKnownOptions,
  ConfigurationError,
  systemClock,
} from '../../protocol/index.js';
import type { Clock, VerifiedAuthentication } from '../../protocol/index.js';
import { createEndedSessions } from './ended-sessions.js';
import type { EndedSessions } from './ended-sessions.js';
import type { Revocation, RevocationStore } from './revocations.js';

export interface MemoryRevocationsOptions {
  /**
   * Seconds for which an ended session is remembered, up to 366 days. What your longest token lives is enough; one that lives
   * longer is refused as `wrong_claim`, and told to `onEvent` as `token-outlives-logouts`. @default 2592000, 30 days
   */
  readonly retention?: number | undefined;
  /**
   * How many ended sessions of one issuer to remember, at about 500 bytes each. Where there is no room, further logouts fail, so
   * that the provider tries again: none is forgotten for another. @default 100000
   */
  readonly maxEntries?: number | undefined;
  /** The verifier's, in epoch seconds. @default the system clock */
  readonly clock?: Clock | undefined;
}

/** Answers at once. */
export interface MemoryRevocations extends RevocationStore {
  /** Throws where there is no room. */
  revoke(revocation: Revocation): boolean;
  isRevoked(authentication: VerifiedAuthentication): boolean;
}

/** What is known of one issuer. */
interface KnownOfIssuer {
  readonly ended: EndedSessions;
  /** Until when a logout token could be received again, epoch seconds by `jti`, about in the order in which they pass. */
  readonly tokenIds: Map<string, number>;
  isFull: boolean;
}

const DAY = 86_400;
/** Twice what a verifier forgives at the most: the issuer's clock may be as much ahead, and tokens hold as much longer. */
const MARGIN = 600;
const MOST_PER_SUBJECT = 100;

/**
 * Remembers ended sessions in this process: for one process, until it ends. Of one user, up to 100 sessions that ended one by one
 * (a tenth of `maxEntries`, where that is less): with one more, all of that user's so far have ended. Throws a `ConfigurationError`.
 */
export function createMemoryRevocations(options: MemoryRevocationsOptions = {}): MemoryRevocations {
  assertKnownOptions('createMemoryRevocations', options, ['retention', 'maxEntries', 'clock']);
  const { retention = 30 * DAY, maxEntries = 100_000, clock = systemClock } = options;
  assertRetention(retention);
  assertCount('maxEntries', maxEntries);
  assertFunction('clock', clock);
  const mostPerSubject = Math.min(MOST_PER_SUBJECT, Math.ceil(maxEntries / 10));
  const issuers = new Map<string, KnownOfIssuer>();

  return {
    retention,
    revoke(revocation) {
      const { issuer, tokenId, expiresAt } = revocation;
      const known = issuers.get(issuer) ?? startOf(issuer);
      const { ended, tokenIds } = known;
      forgetPast(known);
      if (tokenIds.has(tokenId)) return false;
      assertRoom(known);
      tokenIds.set(tokenId, expiresAt);
      ended.end(revocation);
      return true;
    },
    isRevoked(authentication) {
      return issuers.get(authentication.issuer)?.ended.has(authentication) ?? false;
    },
  };

  function startOf(issuer: string): KnownOfIssuer {
    const ended = createEndedSessions(mostPerSubject);
    const known = { ended, tokenIds: new Map<string, number>(), isFull: false };
    issuers.set(issuer, known);
    return known;
  }

  function forgetPast({ ended, tokenIds }: KnownOfIssuer): void {
    const now = clock();
    ended.forgetBefore(now - retention - MARGIN);
    for (const [tokenId, until] of tokenIds) {
      if (!(until < now)) return;
      tokenIds.delete(tokenId);
    }
  }

  function assertRoom(known: KnownOfIssuer): void {
    const { ended, tokenIds, isFull: wasFull } = known;
    known.isFull = Math.max(ended.size, tokenIds.size) >= maxEntries;
    if (!known.isFull) return;
    const message = `No more than ${maxEntries} ended sessions are remembered; logouts fail`;
    if (!wasFull) process.emitWarning(message);
    throw new Error(message);
  }
}

/** A larger number is milliseconds: no token lives as long. */
function assertRetention(value: unknown): void {
  const most = 366 * DAY;
  if (Number.isInteger(value) && (value as number) > 0 && (value as number) <= most) return;
  throw new ConfigurationError(`"retention" must be a whole number of seconds from 1 to ${most}`);
}
