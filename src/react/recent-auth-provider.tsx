'use client';

import { createContext, useContext } from 'react';
import type { Context, ReactElement, ReactNode } from 'react';
import type { Reauthenticator } from '../client/index.js';
import { ConfigurationError } from '../protocol/index.js';

const RecentAuthContext: Context<Reauthenticator | undefined> = createContext<
  Reauthenticator | undefined
>(undefined);

export interface RecentAuthProviderProps {
  /** Made by `createReauthenticator`, outside of any component: React never makes or disposes of one. */
  readonly value: Reauthenticator;
  readonly children?: ReactNode;
}

/** Hands the application's one reauthenticator to the hooks and the dialog below. */
export function RecentAuthProvider({ value, children }: RecentAuthProviderProps): ReactElement {
  return <RecentAuthContext.Provider value={value}>{children}</RecentAuthContext.Provider>;
}

/**
 * The reauthenticator, for `withReauth`, `ensure` and `reset`.
 * @throws {ConfigurationError} outside of a `RecentAuthProvider`
 */
export function useReauthenticator(): Reauthenticator {
  const recentAuth = useContext(RecentAuthContext);
  if (recentAuth) return recentAuth;
  throw new ConfigurationError(
    'Wrap the application in <RecentAuthProvider value={createReauthenticator(…)}>: there is none above this component',
  );
}
