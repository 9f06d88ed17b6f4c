import { ApolloProvider } from '@apollo/client/react';
import { RecentAuthProvider, ReauthDialog } from 'graphql-recent-auth/react';
import type { ReauthWords } from 'graphql-recent-auth/react';
import type { ReactNode } from 'react';
import { Dashboard } from './bank/dashboard.js';
import { BankContext } from './bank-context.js';
import { Header } from './header.js';
import { NoticeBanner } from './notice-banner.js';
import type { Bank } from './open-bank.js';
import { Panel } from './panel/panel.js';
import { useStore } from './store.js';
import { Welcome } from './welcome.js';

/** The window may be closed, and the page is not told: what helps then has to be said beforehand. */
const WORDS: Partial<ReauthWords> = {
  waiting: 'Waiting for the sign-in window. If you closed it, open it again.',
};

export function Page({ bank }: { readonly bank: Bank }): ReactNode {
  const user = useStore(bank.session.user);
  const { panelOpen } = useStore(bank.settings);
  return (
    <BankContext value={bank}>
      <RecentAuthProvider value={bank.recentAuth}>
        <ApolloProvider client={bank.client}>
          <div className="page" data-panel={panelOpen ? 'open' : 'closed'}>
            <Header user={user} />
            <main className="content" id="content">
              <NoticeBanner />
              {/* Another user gets another page: nothing of the last one's stays. */}
              {user ? <Dashboard key={user.subject} /> : <Welcome />}
            </main>
            {panelOpen && <Panel />}
          </div>
          <ReauthDialog className="dialog" words={WORDS} />
        </ApolloProvider>
      </RecentAuthProvider>
    </BankContext>
  );
}
