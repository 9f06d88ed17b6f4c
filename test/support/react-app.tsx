import { cleanup, render } from '@testing-library/react';
import type { RenderResult } from '@testing-library/react';
import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { onTestFinished } from 'vitest';
import { createReauthenticator } from '../../src/client/index.js';
import type { Reauthenticator, ReauthenticatorOptions } from '../../src/client/index.js';
import { RecentAuthProvider } from '../../src/react/index.js';
import { handDrivenSignIn } from './hand-driven-sign-in.js';
import type { HandDrivenSignIn } from './hand-driven-sign-in.js';

export interface ReactApp extends RenderResult {
  readonly recentAuth: Reauthenticator;
  readonly signIn: HandDrivenSignIn;
  /** Renders something else in the same place. */
  show(children: ReactNode): void;
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
  return { ...result, recentAuth, signIn, show };
}
