import type { VerifiedAuthentication } from '../../protocol/index.js';
import type { Revocation } from './revocations.js';

/** Sessions of one issuer that have ended. Times are epoch seconds. */
export interface EndedSessions {
  /** The larger of how many sessions, and how many users, are remembered. */
  readonly size: number;
  end(revocation: Revocation): void;
  has(authentication: VerifiedAuthentication): boolean;
  /** From the oldest logout on: what came out of order stays a little longer. */
  forgetBefore(limit: number): void;
}

interface EndedSession {
  readonly last: number;
  /** Whose it is; `undefined` where logouts did not say, or named several. */
  readonly subject: string | undefined;
}

interface LoggedOut {
  /** The latest logout. Up to then what names no session has ended, since it may be of one that did. */
  readonly last: number;
  /** Up to when all sessions have ended. */
  readonly upTo: number;
  /** Those that ended one by one. */
  readonly sessions: readonly string[];
}

/**
 * A user who ends more than `mostPerSubject` sessions one by one has ended them all so far: nobody can fill the memory of
 * everybody by signing out again and again.
 */
export function createEndedSessions(mostPerSubject: number): EndedSessions {
  const sessions = new Map<string, EndedSession>();
  const subjects = new Map<string, LoggedOut>();

  return {
    get size() {
      return Math.max(sessions.size, subjects.size);
    },
    end({ subject, sessionId, issuedAt }) {
      if (sessionId !== undefined) endSession(sessionId, subject, issuedAt);
      if (subject !== undefined) logOut(subject, sessionId, issuedAt);
    },
    has({ subject, sessionId, authTime, issuedAt }) {
      if (sessionId !== undefined && sessions.has(sessionId)) return true;
      const loggedOut = subjects.get(subject);
      if (loggedOut === undefined) return false;
      // The earlier one: a refreshed token is of the sign-in before, and no sign-in is later than its token.
      const since = authTime !== undefined && authTime < issuedAt ? authTime : issuedAt;
      return !(since > (sessionId === undefined ? loggedOut.last : loggedOut.upTo));
    },
    forgetBefore(limit) {
      forget(sessions, limit);
      forget(subjects, limit);
    },
  };

  function endSession(name: string, subject: string | undefined, time: number): void {
    const known = sessions.get(name) ?? { last: time, subject };
    const last = Math.max(known.last, time);
    putLast(sessions, name, { last, subject: known.subject === subject ? subject : undefined });
  }

  function logOut(name: string, sessionId: string | undefined, time: number): void {
    const known = subjects.get(name);
    const last = Math.max(known?.last ?? time, time);
    const upTo = known?.upTo ?? -Infinity;
    if (sessionId === undefined) {
      const all = Math.max(upTo, time);
      putLast(subjects, name, { last, upTo: all, sessions: known?.sessions ?? [] });
      return;
    }
    // But for those that were forgotten, or may be somebody else's, too.
    const theirs = [...new Set(known?.sessions).add(sessionId)].filter(
      (one) => sessions.get(one)?.subject === name,
    );
    if (theirs.length <= mostPerSubject) {
      putLast(subjects, name, { last, upTo, sessions: theirs });
      return;
    }
    for (const one of theirs) sessions.delete(one);
    putLast(subjects, name, { last, upTo: last, sessions: [] });
  }
}

function putLast<Value>(values: Map<string, Value>, name: string, value: Value): void {
  values.delete(name);
  values.set(name, value);
}

function forget(values: Map<string, { readonly last: number }>, limit: number): void {
  for (const [name, { last }] of values) {
    if (!(last < limit)) return;
    values.delete(name);
  }
}
