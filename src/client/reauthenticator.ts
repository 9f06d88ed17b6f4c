import type { Clock, ReauthChallenge } from '../protocol/index.js';
import type { ReauthAdapter, WaitingOperation } from './adapter.js';
import type { CancelReason, ReauthError } from './errors.js';

export interface ReauthenticatorOptions {
  readonly adapter: ReauthAdapter;
  /**
   * `'manual'`: the user interface shows a prompt and calls `confirm()` or `cancel()`. `'immediate'`: starts at once; popups
   * will be blocked. A function: asks in a way of your own, such as a native alert. @default 'manual'
   */
  readonly prompt?: 'manual' | 'immediate' | PromptFunction | undefined;
  /** Seconds of clock difference to forgive. @default 5 */
  readonly clockTolerance?: number | undefined;
  /** Seconds after which a prompt that nobody answered is cancelled. @default 600 */
  readonly promptTimeout?: number | undefined;
  /** Prompts that may begin within one minute; a server cannot nag. @default 5 */
  readonly promptsPerMinute?: number | undefined;
  /** Shares sign-ins with the user's other tabs; text names a channel of your own. @default true, in browsers */
  readonly crossTab?: boolean | string | undefined;
  /** For analytics and tests. Called synchronously; what it throws is reported and changes nothing. */
  readonly onEvent?: ((event: ReauthEvent) => void) | undefined;
  /** The time now, in epoch seconds. @default the system's */
  readonly clock?: Clock | undefined;
}

export type PromptFunction = (prompt: {
  readonly challenge: ReauthChallenge;
  readonly waiting: readonly WaitingOperation[];
  readonly signal: AbortSignal;
}) => 'confirm' | 'cancel' | Promise<'confirm' | 'cancel'>;

export type ReauthStatus =
  'idle' | 'prompting' | 'authenticating' | 'verifying' | 'failed' | 'redirecting';

/** One immutable snapshot; a new object whenever anything in it changed. */
export interface ReauthState {
  readonly status: ReauthStatus;
  /** What one sign-in must bring to release everything that waits. */
  readonly challenge: ReauthChallenge | undefined;
  readonly waiting: readonly WaitingOperation[];
  /** Why the last attempt failed, while `failed`: `confirm()` tries again, `cancel()` gives up. */
  readonly error: ReauthError | undefined;
  /** Another tab is asking the same user already; `confirm()` does it here nevertheless. */
  readonly elsewhere: boolean;
  /** When the user last proved who they are, by the token that was seen last, epoch seconds. It is decoded, not verified. */
  readonly authTime: number | undefined;
  /** `sub` of the token that was seen last; `undefined` before one was seen and after signing out. */
  readonly subject: string | undefined;
}

export type ReauthEventType =
  | 'required'
  | 'prompted'
  | 'confirmed'
  | 'redirecting'
  | 'succeeded'
  | 'resumed-from-other-tab'
  | 'cancelled'
  | 'failed'
  | 'unavailable'
  | 'user-mismatch'
  | 'still-stale';

export interface ReauthEvent {
  readonly type: ReauthEventType;
  readonly challenge: ReauthChallenge | undefined;
  readonly operations: readonly WaitingOperation[];
  readonly error: ReauthError | undefined;
}

export interface FreshnessDemand {
  /** Seconds; equal passes. */
  readonly maxAge: number;
}

export interface OperationOptions {
  readonly operationName?: string | undefined;
  /** What the dialog calls the operation, such as "Delete account". */
  readonly description?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  /** Stops the waiting of this operation alone. */
  readonly signal?: AbortSignal | undefined;
}

export interface HandleOptions extends OperationOptions {
  /** The ID token that was sent and refused: nobody but its user can release the operation. @default the one seen last */
  readonly idToken?: string | undefined;
}

export interface EnsureDemand extends FreshnessDemand, OperationOptions {
  readonly acrValues?: readonly string[] | undefined;
}

export interface WithReauthOptions extends Omit<OperationOptions, 'variables'> {
  /** The function may be called again whatever it did the first time: it only reads, or the server knows repeats. @default false */
  readonly idempotent?: boolean | undefined;
}

/** Asks for one recent sign-in at a time and lets go what waited for it. A comfort for the user: the server decides. */
export interface Reauthenticator {
  readonly getState: () => ReauthState;
  /** For `useSyncExternalStore`. Returns how to stop. */
  readonly subscribe: (listener: () => void) => () => void;

  /** The ID token to send now, renewed silently before where it has expired and the adapter can. */
  readonly getIdToken: () => Promise<string | undefined>;
  /**
   * Renews the ID token without the user, however many ask. `undefined` where that was not possible.
   * @param refused the token that the server called expired: where a newer one of the same user is there by now, it is that one
   */
  readonly refreshIdToken: (refused?: string) => Promise<string | undefined>;

  /**
   * Resolves once the user's sign-in is recent enough, at once where it is; asks for one where it is not.
   * @throws {ReauthError} see `handle`
   */
  readonly ensure: (demand: EnsureDemand) => Promise<void>;
  /**
   * Waits until the user has signed in again, and resolves with the ID token to retry with: same `iss` and `sub`, `auth_time` advanced.
   * @throws {ReauthError} cancelled, unavailable, user mismatch or still stale; failures and blocked popups can be tried again until cancelled
   */
  readonly handle: (challenge: ReauthChallenge, operation?: HandleOptions) => Promise<string>;
  /**
   * Wraps a function whose answer may ask for a recent sign-in (fetch, graphql-request, a server action; a `Response` is read from a clone):
   * it is called once more after the sign-in, if the answer proves that nothing ran. Otherwise its own outcome is handed on.
   */
  readonly withReauth: <A extends readonly unknown[], R>(
    run: (...args: A) => Promise<R>,
    options?: WithReauthOptions,
  ) => (...args: A) => Promise<R>;

  /** The user agrees. Call it from the click itself: it starts the adapter synchronously. While authenticating it starts anew. */
  readonly confirm: () => void;
  /** Rejects everything that waits. @param reason default `user` */
  readonly cancel: (reason?: CancelReason) => void;
  /** For signing out: rejects what waits and forgets the user. Nothing that was held is sent later. */
  readonly reset: () => void;

  readonly isFresh: (demand: FreshnessDemand) => boolean;
  /** Seconds until the sign-in is too old, 0 where it is; `undefined` where no sign-in is known. */
  readonly secondsLeft: (demand: FreshnessDemand) => number | undefined;
}
