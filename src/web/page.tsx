import { ApolloProvider } from '@apollo/client/react';
import { RecentAuthProvider, ReauthDialog } from 'graphql-recent-auth/react';
import { Suspense, use } from 'react';
import type { ReactNode } from 'react';
import { Dashboard } from './bank/dashboard.js';
import { BankContext } from './bank-context.js';
import { FailureBoundary } from './failure-boundary.js';
import { Header } from './header.js';
import { NoticeBanner } from './notice-banner.js';
import type { Bank } from './open-bank.js';
import { Panel } from './panel/panel.js';
import { Skeleton } from './skeleton.js';
import { useStore } from './store.js';
import { Welcome } from './welcome.js';

interface PageProps {
  readonly bank: Promise<Bank>;
}

export function Page({ bank }: PageProps): ReactNode {
  return (
    <FailureBoundary>
      <Suspense fallback={<Skeleton />}>
        <OpenPage bank={bank} />
      </Suspense>
    </FailureBoundary>
  );
}

function OpenPage({ bank: opening }: PageProps): ReactNode {
  const bank = use(opening);
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
          <ReauthDialog className="dialog" />
        </ApolloProvider>
      </RecentAuthProvider>
    </BankContext>
  );
}
