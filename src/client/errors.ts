import type { ReauthChallenge } from '../protocol/index.js';

/** Recognised across copies of this package, which `instanceof` is not. */
const BRAND = Symbol.for('graphql-recent-auth.error');

export type ReauthErrorCode =
  | 'REAUTH_CANCELLED'
  | 'REAUTH_UNAVAILABLE'
  | 'REAUTH_FAILED'
  | 'POPUP_BLOCKED'
  | 'USER_MISMATCH'
  | 'STILL_STALE';

interface ReauthErrorOptions {
  readonly challenge?: ReauthChallenge | undefined;
  readonly cause?: unknown;
}

/** Why an operation that waited for a recent sign-in was not sent. It was not executed on account of waiting. */
export abstract class ReauthError extends Error {
  abstract readonly code: ReauthErrorCode;
  /** What the server had asked for, where it had. */
  readonly challenge: ReauthChallenge | undefined;

  constructor(message: string, { challenge, ...rest }: ReauthErrorOptions = {}) {
    super(message, rest);
    this.challenge = challenge;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static is(error: unknown): error is ReauthError {
    return codeOf(error) !== undefined;
  }
}

/** `user`: they declined. `signal`: the caller aborted. `logout`: `reset()`, or signed out meanwhile. `timeout`: `promptTimeout`. */
export type CancelReason = 'user' | 'signal' | 'logout' | 'timeout';

export class ReauthCancelledError extends ReauthError {
  override readonly name = 'ReauthCancelledError';
  readonly code = 'REAUTH_CANCELLED';
  readonly reason: CancelReason;

  constructor(reason: CancelReason, options?: ReauthErrorOptions) {
    super(`Reauthentication cancelled: ${reason}`, options);
    this.reason = reason;
  }

  static override is(error: unknown): error is ReauthCancelledError {
    return codeOf(error) === 'REAUTH_CANCELLED';
  }
}

/** The provider or its SDK failed; what it said is the `cause`. */
export class ReauthFailedError extends ReauthError {
  override readonly name = 'ReauthFailedError';
  readonly code = 'REAUTH_FAILED';

  static override is(error: unknown): error is ReauthFailedError {
    return codeOf(error) === 'REAUTH_FAILED';
  }
}

/** Finds our error in what a client library wrapped around it (Apollo Client 3's `networkError`, a `cause`). */
export function getReauthError(error: unknown): ReauthError | undefined {
  let candidate = error as { networkError?: unknown; cause?: unknown } | null | undefined;
  for (let depth = 0; depth < 5 && typeof candidate === 'object' && candidate; depth += 1) {
    if (ReauthError.is(candidate)) return candidate;
    candidate = (candidate.networkError ?? candidate.cause) as typeof candidate;
  }
  return undefined;
}

/** `undefined` of what is none of ours, whichever copy of this package made it. */
export function codeOf(error: unknown): unknown {
  const branded = error as { [BRAND]?: unknown; code?: unknown } | null | undefined;
  return branded?.[BRAND] === true ? branded.code : undefined;
}
