import { ApolloClient, InMemoryCache } from '@apollo/client';
import { cleanup, render, screen } from '@testing-library/react';
import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { onTestFinished } from 'vitest';
import { createReauthenticator } from '../../src/client/index.js';
import type { PendingAction, Reauthenticator } from '../../src/client/index.js';
import { RecentAuthProvider } from '../../src/react/index.js';
import { BankContext } from '../../src/web/bank-context.js';
import { createDrafts } from '../../src/web/drafts.js';
import { Header } from '../../src/web/header.js';
import type { Notice } from '../../src/web/notice.js';
import type { Bank } from '../../src/web/open-bank.js';
import { Panel } from '../../src/web/panel/panel.js';
import type { SignInOptions } from '../../src/web/session/session.js';
import { createSettings } from '../../src/web/settings.js';
import type { Settings } from '../../src/web/settings.js';
import { createStore, useStore } from '../../src/web/store.js';
import type { Store } from '../../src/web/store.js';
import { createWire } from '../../src/web/wire.js';
import type { Wire } from '../../src/web/wire.js';
import { handDrivenSignIn } from './hand-driven-sign-in.js';
import type { HandDrivenSignIn } from './hand-driven-sign-in.js';

export interface PanelPage {
  readonly settings: Store<Settings>;
  readonly wire: Wire;
  readonly recentAuth: Reauthenticator;
  readonly adapter: HandDrivenSignIn;
  /** Sign-ins that the panel began, in place of leaving for the provider. */
  readonly signIns: (SignInOptions | undefined)[];
  /** The header's button for the panel. */
  readonly toggle: HTMLElement;
}

interface PanelPageOptions {
  /** A part of it, in its place. */
  readonly panel?: ReactNode;
  readonly open?: boolean;
  readonly now?: number;
  /** Why no sign-in can begin. */
  readonly signInProblem?: Error;
}

/** The page's header and side panel, with nothing between them. */
export function renderPanelPage({
  panel = <Panel />,
  open = true,
  now = 1_795_250_000,
  signInProblem,
}: PanelPageOptions = {}): PanelPage {
  onTestFinished(() => {
    cleanup();
    sessionStorage.clear();
  });
  const settings = createSettings();
  settings.set({ ...settings.get(), panelOpen: open });
  const wire = createWire(() => 1234);
  const adapter = handDrivenSignIn();
  adapter.signInAt(now - 14, 'subject-of-alice');
  const recentAuth = createReauthenticator({
    adapter: adapter.adapter,
    crossTab: false,
    clock: () => now,
    onEvent: wire.onEvent,
  });
  const signIns: (SignInOptions | undefined)[] = [];
  const user = createStore({ subject: 'subject-of-alice', name: 'Alice', login: 'alice' });
  const bank: Bank = {
    config: { authority: '', clientId: '', developmentProvider: false, shortWindowDivisor: 6 },
    settings,
    wire,
    recentAuth,
    client: new ApolloClient({ link: wire.link, cache: new InMemoryCache() }),
    drafts: createDrafts(),
    notices: createStore<Notice | undefined>(undefined),
    unfinished: createStore<PendingAction | undefined>(undefined),
    session: {
      adapter: { ...adapter.adapter, handleRedirectCallback: nobodyComesBack },
      user,
      signIn: (options) => {
        signIns.push(options);
        return signInProblem ? Promise.reject(signInProblem) : Promise.resolve();
      },
      signOut: () => Promise.resolve(),
      refresh: () => Promise.resolve(),
      finishRedirect: nobodyComesBack,
    },
    signOut: () => Promise.resolve(),
  };

  function Page() {
    const { panelOpen } = useStore(settings);
    return (
      <>
        <Header user={useStore(user)} />
        {panelOpen && panel}
      </>
    );
  }
  render(
    <StrictMode>
      <BankContext value={bank}>
        <RecentAuthProvider value={recentAuth}>
          <Page />
        </RecentAuthProvider>
      </BankContext>
    </StrictMode>,
  );
  const toggle = screen.getByRole('button', { name: 'Under the hood' });
  return { settings, wire, recentAuth, adapter, signIns, toggle };
}

function nobodyComesBack(): Promise<never> {
  return Promise.reject(new Error('Nobody left this page'));
}
