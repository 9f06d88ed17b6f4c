import {
  assertCount,
  assertFunction,
  assertKnownOptions,
  ConfigurationError,
  systemClock,
} from '../protocol/index.js';
import type { Clock, VerifiedAuthentication } from '../protocol/index.js';
import type { Revocation, RevocationStore } from './revocations.js';

export interface MemoryRevocationsOptions {
  /**
   * Seconds for which an ended session is remembered, and that a token may live at the most. What your longest token lives is
   * enough. @default 2592000, 30 days
   */
  readonly retention?: number | undefined;
  /**
   * How many ended sessions of one issuer to remember, at about 150 bytes each. Where there is no room, further logouts fail, so
   * that the provider tries again: none is forgotten for another. @default 100000
   */
  readonly maxEntries?: number | undefined;
  /** The verifier's. @default the system clock */
  readonly clock?: Clock | undefined;
}

/** Answers at once. */
export interface MemoryRevocations extends RevocationStore {
  /** Throws where there is no room. */
  revoke(revocation: Revocation): boolean;
  isRevoked(authentication: VerifiedAuthentication): boolean;
}

/** What is known of one issuer. Times are epoch seconds, by name, about in the order in which they pass. */
interface Ended {
  /** When the session ended, by `sid`. */
  readonly sessions: Map<string, number>;
  /** Up to when all sessions have ended, by `sub`. */
  readonly subjects: Map<string, number>;
  /** Until when a logout token could be received again, by `jti`. */
  readonly tokenIds: Map<string, number>;
  isFull: boolean;
}

const DAY = 86_400;
/** Twice what a verifier forgives at the most: the issuer's clock may be as much ahead, and tokens hold as much longer. */
const MARGIN = 600;

/** Remembers ended sessions in this process: for one process, until it ends. */
export function createMemoryRevocations(options: MemoryRevocationsOptions = {}): MemoryRevocations {
  assertKnownOptions('createMemoryRevocations', options, ['retention', 'maxEntries', 'clock']);
  const { retention = 30 * DAY, maxEntries = 100_000, clock = systemClock } = options;
  assertRetention(retention);
  assertCount('maxEntries', maxEntries);
  assertFunction('clock', clock);
  const issuers = new Map<string, Ended>();

  return {
    retention,
    revoke({ issuer, subject, sessionId, issuedAt, expiresAt, tokenId }) {
      const ended = issuers.get(issuer) ?? startOf(issuer);
      forgetPast(ended);
      const { sessions, subjects, tokenIds } = ended;
      if (tokenIds.has(tokenId)) return false;
      assertRoom(ended);
      tokenIds.set(tokenId, expiresAt);
      if (sessionId !== undefined) note(sessions, sessionId, issuedAt);
      else if (subject !== undefined) note(subjects, subject, issuedAt);
      return true;
    },
    isRevoked({ issuer, subject, sessionId, authTime, issuedAt }) {
      const ended = issuers.get(issuer);
      if (ended === undefined) return false;
      if (sessionId !== undefined && ended.sessions.has(sessionId)) return true;
      const upTo = ended.subjects.get(subject);
      if (upTo === undefined) return false;
      // The earlier one: a refreshed token is of the sign-in before, and no sign-in is later than its token.
      const since = authTime !== undefined && authTime < issuedAt ? authTime : issuedAt;
      return !(since > upTo);
    },
  };

  function startOf(issuer: string): Ended {
    const ended = {
      ...{ sessions: new Map(), subjects: new Map(), tokenIds: new Map() },
      isFull: false,
    };
    issuers.set(issuer, ended);
    return ended;
  }

  function forgetPast({ sessions, subjects, tokenIds }: Ended): void {
    const now = clock();
    forgetBefore(sessions, now - retention - MARGIN);
    forgetBefore(subjects, now - retention - MARGIN);
    forgetBefore(tokenIds, now);
  }

  function assertRoom(ended: Ended): void {
    const { sessions, subjects, tokenIds, isFull: wasFull } = ended;
    ended.isFull = sessions.size + subjects.size >= maxEntries || tokenIds.size >= maxEntries;
    if (!ended.isFull) return;
    const message = `No more than ${maxEntries} ended sessions are remembered; logouts fail`;
    if (!wasFull) process.emitWarning(message);
    throw new Error(message);
  }
}

/** The later one counts, and goes to the end. */
function note(times: Map<string, number>, name: string, time: number): void {
  const known = times.get(name) ?? time;
  times.delete(name);
  times.set(name, Math.max(known, time));
}

/** From the oldest on: what comes out of order stays a little longer. */
function forgetBefore(times: Map<string, number>, limit: number): void {
  for (const [name, time] of times) {
    if (!(time < limit)) return;
    times.delete(name);
  }
}

/** A larger number is milliseconds: no token lives as long. */
function assertRetention(value: unknown): void {
  const most = 366 * DAY;
  if (Number.isInteger(value) && (value as number) > 0 && (value as number) <= most) return;
  throw new ConfigurationError(`"retention" must be a whole number of seconds from 1 to ${most}`);
}
