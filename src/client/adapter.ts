/**
 * What stands between the reauthenticator and an OpenID client library, a native SDK or code of your own.
 * Nothing here needs a browser.
 */
export interface ReauthAdapter {
  /** The ID token to send now, or nothing where nobody is signed in. Asked before every operation: it must be cheap and open no window. */
  getIdToken(): MaybePromise<string | null | undefined>;
  /**
   * Has the user sign in again. Called synchronously within `confirm()`, that is within the click, so that a
   * popup may open. Settles: resolves once `getIdToken` returns the new token, rejects where that will not
   * happen, also when `signal` aborts. `{ redirecting: true }` says that the page is about to be left.
   */
  reauthenticate(
    request: ReauthRequest,
  ): Promise<void> | Promise<{ readonly redirecting: true } | undefined>;
  /** Renews the ID token without the user. It does not move `auth_time`, but may bring other claims up to date. */
  refreshIdToken?(): Promise<void>;
  /** Calls back whenever `getIdToken` may have changed: renewed, signed out, another tab. Returns how to stop. */
  onTokenChange?(listener: () => void): () => void;
}

/** What one sign-in must bring. Every member came over the wire and was checked: safe to put into a URL. */
export interface ReauthRequest {
  /** Seconds. The sign-in that is asked for is new in any case; providers take it as `max_age`. */
  readonly maxAge: number;
  /** Authentication context classes, any one of which suffices; empty where none is asked for. */
  readonly acrValues: readonly string[];
  /** `LOGIN`: an ordinary sign-in with `prompt=login`, for a user who cannot reauthenticate. */
  readonly remedy: 'REAUTHENTICATE' | 'LOGIN';
  /** `sub` of the user who must come back. */
  readonly subject: string | undefined;
  /** The token that was not fresh. It may still be live: keep it out of URLs where the provider takes another hint. */
  readonly idToken: string | undefined;
  /** Aborts when the user cancels, signs out or starts anew. */
  readonly signal: AbortSignal;
  /** What waits for this sign-in, for adapters that leave the page. */
  readonly operations: readonly HeldOperation[];
}

/** An operation that waits for the user, as a prompt names it. */
export interface WaitingOperation {
  readonly operationName: string | undefined;
  /** What the dialog calls it, such as "Delete account". */
  readonly description: string | undefined;
}

/** The same with its variables, which may be secret: only adapters see it, to restore it after leaving the page. */
export interface HeldOperation extends WaitingOperation {
  readonly variables: Readonly<Record<string, unknown>> | undefined;
}

export type MaybePromise<T> = T | Promise<T>;
