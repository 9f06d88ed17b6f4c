import { mergeChallenges } from './merged-challenge.js';
import type { ReauthenticatorOptions, ReauthEventType, ReauthState } from './reauthenticator.js';
import type { ReauthError } from './errors.js';
import type { UserSession } from './user-session.js';
import type { Waiter } from './waiter.js';

/** What the world sees of the reauthenticator: one immutable snapshot at a time, and events. */
export interface StateStore {
  readonly getState: () => ReauthState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly publish: (changes?: Partial<ReauthState>) => void;
  readonly tell: (type: ReauthEventType, held: readonly Waiter[], error?: ReauthError) => void;
}

export function createStateStore(
  session: () => Pick<UserSession, 'claims'>,
  waiters: ReadonlySet<Waiter>,
  onEvent: ReauthenticatorOptions['onEvent'],
): StateStore {
  const listeners = new Set<() => void>();
  let state: ReauthState = {
    status: 'idle',
    ...describe([]),
    error: undefined,
    elsewhere: false,
    authTime: undefined,
    subject: undefined,
  };
  return {
    getState: () => state,
    subscribe(listener) {
      // A function of its own, so that one listener may subscribe twice.
      const own = () => {
        listener();
      };
      listeners.add(own);
      return () => listeners.delete(own);
    },
    publish(changes) {
      const next = { ...state, ...changes };
      const claims = session().claims();
      state = {
        ...next,
        ...describe(next.status === 'idle' ? [] : [...waiters]),
        authTime: claims?.authTime,
        subject: claims?.subject,
      };
      for (const listener of [...listeners]) callSafely(listener);
    },
    tell(type, held, error) {
      const { challenge, waiting: operations } = describe(held);
      callSafely(() => onEvent?.({ type, challenge, operations, error }));
    },
  };
}

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

/** A listener's mistake is the page's to report and must not hold up anybody's operation. */
function callSafely(listener: () => unknown) {
  try {
    listener();
  } catch (error) {
    (globalThis as Partial<typeof globalThis>).reportError?.(error);
  }
}
