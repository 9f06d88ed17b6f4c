import { act, cleanup, render } from '@testing-library/react';
import type { RenderResult } from '@testing-library/react';
import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { onTestFinished } from 'vitest';
import { createReauthenticator } from '../../src/client/index.js';
import type {
  Reauthenticator,
  ReauthenticatorOptions,
  ReauthState,
} from '../../src/client/index.js';
import { RecentAuthProvider } from '../../src/react/index.js';
import { handDrivenSignIn } from './hand-driven-sign-in.js';
import type { HandDrivenSignIn } from './hand-driven-sign-in.js';

export interface ReactApp extends RenderResult {
  readonly recentAuth: Reauthenticator;
  readonly signIn: HandDrivenSignIn;
  /** Renders something else in the same place. */
  readonly show: (children: ReactNode) => void;
  /** Resolves as soon as the state is as it says, and everything has rendered. */
  readonly until: (holds: (state: ReauthState) => boolean) => Promise<void>;
}

/** A real reauthenticator, its provider in the test's hand, above some component in strict mode. */
export function renderApp(
  children: ReactNode,
  {
    signIn = handDrivenSignIn(),
    ...options
  }: Partial<ReauthenticatorOptions> & { readonly signIn?: HandDrivenSignIn } = {},
): ReactApp {
  const recentAuth = createReauthenticator({
    adapter: signIn.adapter,
    crossTab: false,
    ...options,
  });
  onTestFinished(cleanup);
  const wrap = (children: ReactNode) => (
    <StrictMode>
      <RecentAuthProvider value={recentAuth}>{children}</RecentAuthProvider>
    </StrictMode>
  );
  const result = render(wrap(children));
  const show = (children: ReactNode) => {
    result.rerender(wrap(children));
  };
  const until = (holds: (state: ReauthState) => boolean) =>
    act(
      () =>
        new Promise<void>((resolve) => {
          const check = () => {
            if (!holds(recentAuth.getState())) return;
            stop();
            resolve();
          };
          const stop = recentAuth.subscribe(check);
          check();
        }),
    );
  return { ...result, recentAuth, signIn, show, until };
}
