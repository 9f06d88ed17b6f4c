import type { ReauthState } from './reauthenticator.js';
import type { UserSession } from './user-session.js';

/** What the world sees of the reauthenticator: one immutable snapshot at a time. */
export interface StateStore {
  readonly getState: () => ReauthState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly isWatched: () => boolean;
  readonly publish: (changes?: Partial<ReauthState>) => void;
}

export function createStateStore(session: () => Pick<UserSession, 'claims'>): StateStore {
  const listeners = new Set<() => void>();
  let state: ReauthState = {
    status: 'idle',
    challenge: undefined,
    waiting: [],
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
    isWatched: () => listeners.size > 0,
    publish(changes) {
      const { authTime, subject } = session().claims() ?? {};
      state = { ...state, ...changes, authTime, subject };
      for (const listener of [...listeners]) callSafely(listener);
    },
  };
}

/** A listener's mistake is the page's to report, and must not hold up anybody's operation. */
export function callSafely(listener: () => unknown): void {
  try {
    listener();
  } catch (error) {
    (globalThis as Partial<typeof globalThis>).reportError?.(error);
  }
}
