import { ReauthCancelledError } from './errors.js';
import type { CancelReason, ReauthError, ReauthErrorCode } from './errors.js';
import { decodeIdToken } from './id-token.js';
import { mergeChallenges } from './merged-challenge.js';
import type { ReauthenticatorSettings } from './options.js';
import type { ReauthEventType, ReauthState } from './reauthenticator.js';
import { callSafely } from './state-store.js';
import type { StateStore } from './state-store.js';
import type { UserSession } from './user-session.js';
import { judge, stillStale } from './waiter.js';
import type { Waiter } from './waiter.js';

/** What the prompt cycle shares with the part of the reauthenticator that is there from the start. */
export interface WaitingRoomParts extends ReauthenticatorSettings {
  readonly session: UserSession;
  readonly store: StateStore;
}

export interface WaitingRoom {
  /** Every operation that is held. */
  readonly waiters: Set<Waiter>;
  readonly publish: (changes?: Partial<ReauthState>) => void;
  readonly tell: (type: ReauthEventType, held: Iterable<Waiter>, error?: ReauthError) => void;
  /** Judges what waits by a token, and lets go what it satisfies. Whether anything was. */
  readonly settle: (options: SettleOptions) => boolean;
  readonly refuse: (refused: Iterable<Waiter>, errorOf: (waiter: Waiter) => ReauthError) => void;
}

interface SettleOptions {
  readonly token: string | undefined;
  readonly judged: Iterable<Waiter>;
  /** Seconds since the user agreed to sign in, where they have. */
  readonly elapsed: number;
  /** The sign-in that was waited for is over: what it was for and does not satisfy is refused. */
  readonly isFinal: boolean;
  readonly type: ReauthEventType;
}

const EVENTS: Readonly<Record<ReauthErrorCode, ReauthEventType>> = {
  REAUTH_CANCELLED: 'cancelled',
  REAUTH_UNAVAILABLE: 'unavailable',
  REAUTH_FAILED: 'failed',
  POPUP_BLOCKED: 'failed',
  USER_MISMATCH: 'user-mismatch',
  STILL_STALE: 'still-stale',
};

/** Whoever comes in leaves once: with a token, or with the reason why not. `onEmpty` takes the prompt away. */
export function createWaitingRoom(
  { session, store, onEvent, clockTolerance }: WaitingRoomParts,
  onEmpty: () => void,
): WaitingRoom {
  const waiters = new Set<Waiter>();

  function publish(changes: Partial<ReauthState> = {}) {
    const { status } = { ...store.getState(), ...changes };
    store.publish({ ...changes, ...describe(status === 'idle' ? [] : [...waiters]) });
  }

  function tell(type: ReauthEventType, held: Iterable<Waiter>, error?: ReauthError) {
    const { challenge, waiting: operations } = describe([...held]);
    callSafely(() => onEvent?.({ type, challenge, operations, error }));
  }

  function settle({ token, judged, elapsed, isFinal, type }: SettleOptions): boolean {
    // Not of the token seen last: what is let go is sent with this one.
    const claims = decodeIdToken(token);
    const now = {
      claims,
      age: session.now() - Number(claims?.authTime),
      allowance: elapsed + clockTolerance,
    };
    const released: Waiter[] = [];
    for (const waiter of [...judged]) {
      if (!waiters.has(waiter)) continue;
      if (!waiter.user) {
        // Nobody had seen a token: this one must be what was refused.
        waiter.user = claims;
        waiter.before ??= claims?.authTime;
      }
      const verdict = judge(waiter, now);
      if (typeof verdict === 'object') refuse([waiter], () => verdict);
      else if (verdict) released.push(waiter);
      else if (isFinal && waiter.covered) refuse([waiter], () => stillStale(waiter, claims));
    }
    if (released.length === 0) return false;
    remove(released);
    tell(type, released);
    for (const waiter of released) {
      // Whoever listens may have signed out just now.
      if (token === undefined || session.isForgotten(token)) {
        waiter.refuse(cancelled('logout')(waiter));
      } else waiter.release(token);
    }
    return true;
  }

  function refuse(refused: Iterable<Waiter>, errorOf: (waiter: Waiter) => ReauthError) {
    const leaving = [...refused];
    remove(leaving);
    for (const waiter of leaving) {
      const error = errorOf(waiter);
      tell(EVENTS[error.code], [waiter], error);
      waiter.refuse(error);
    }
  }

  function remove(leaving: readonly Waiter[]) {
    for (const waiter of leaving) waiters.delete(waiter);
    if (waiters.size === 0) onEmpty();
    else publish();
  }

  return { waiters, publish, tell, settle, refuse };
}

/** Makes the error of one operation that is not wanted any more. */
export const cancelled =
  (reason: CancelReason, cause?: ReauthError) =>
  ({ challenge }: Waiter): ReauthError =>
    new ReauthCancelledError(reason, { challenge, cause });

/** Without the variables: they may be secret, and this goes to analytics. */
function describe(held: readonly Waiter[]): Pick<ReauthState, 'challenge' | 'waiting'> {
  return {
    challenge: mergeChallenges(held.map(({ challenge }) => challenge)),
    waiting: held.map(({ operation: { operationName, description } }) => ({
      operationName,
      description,
    })),
  };
}
