'use client';

import { useCallback, useSyncExternalStore } from 'react';
import type { ReauthState } from '../client/index.js';
import { useReauthenticator } from './recent-auth-provider.js';

/** What the user is being asked, for a prompt of your own. */
export interface ReauthPrompt extends Pick<
  ReauthState,
  'status' | 'challenge' | 'waiting' | 'error' | 'elsewhere'
> {
  /** There is something to show: the status is not `idle`. */
  readonly open: boolean;
  /** Starts the sign-in. Call it within the click, or the window will be blocked. Always the same function. */
  readonly confirm: () => void;
  /** Rejects everything that waits. Always the same function. */
  readonly cancel: () => void;
}

/** Re-renders when what is asked of the user changes. On the server nothing is ever asked. */
export function useReauthPrompt(): ReauthPrompt {
  const recentAuth = useReauthenticator();
  const subscribe = useCallback(
    (listener: () => void) => recentAuth.subscribe(listener),
    [recentAuth],
  );
  const getState = useCallback(() => recentAuth.getState(), [recentAuth]);
  const confirm = useCallback(() => {
    recentAuth.confirm();
  }, [recentAuth]);
  // Takes nothing, so that an event that it is called with does not become the reason.
  const cancel = useCallback(() => {
    recentAuth.cancel();
  }, [recentAuth]);

  const state = useSyncExternalStore(subscribe, getState, getServerState);
  const { status, challenge, waiting, error, elsewhere } = state;
  const open = status !== 'idle';
  return { status, challenge, waiting, error, elsewhere, open, confirm, cancel };
}

const serverState: ReauthState = {
  status: 'idle',
  challenge: undefined,
  waiting: [],
  error: undefined,
  elsewhere: false,
  authTime: undefined,
  subject: undefined,
};

const getServerState = () => serverState;
