import { codeOf, ReauthError } from './errors.js';

/** Asking is of no use, or not allowed: this user cannot reauthenticate, nobody is signed in, prompts came too fast. */
export class ReauthUnavailableError extends ReauthError {
  override readonly name = 'ReauthUnavailableError';
  readonly code = 'REAUTH_UNAVAILABLE';

  static override is(error: unknown): error is ReauthUnavailableError {
    return codeOf(error) === 'REAUTH_UNAVAILABLE';
  }
}

/** The browser did not let the sign-in window open. */
export class PopupBlockedError extends ReauthError {
  override readonly name = 'PopupBlockedError';
  readonly code = 'POPUP_BLOCKED';

  static override is(error: unknown): error is PopupBlockedError {
    return codeOf(error) === 'POPUP_BLOCKED';
  }
}

/** Somebody else signed in. Nothing was sent; the application should sign out, or start anew as that user. */
export class ReauthUserMismatchError extends ReauthError {
  override readonly name = 'ReauthUserMismatchError';
  readonly code = 'USER_MISMATCH';

  static override is(error: unknown): error is ReauthUserMismatchError {
    return codeOf(error) === 'USER_MISMATCH';
  }
}

/** The user signed in and it did not help: the message says what did not move. */
export class ReauthStillStaleError extends ReauthError {
  override readonly name = 'ReauthStillStaleError';
  readonly code = 'STILL_STALE';

  static override is(error: unknown): error is ReauthStillStaleError {
    return codeOf(error) === 'STILL_STALE';
  }
}
