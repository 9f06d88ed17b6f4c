import { useApolloClient, useQuery } from '@apollo/client/react';
import type { ReactNode } from 'react';
import type { PendingAction } from '../../../src/client/index.js';
import { useReauthenticator } from '../../../src/react/index.js';
import { Accounts } from './accounts.js';
import { ACCOUNTS } from './operations.js';
import type { AppSession } from './session.js';

/** What the page came back from the provider with. */
export interface Arrival {
  readonly pendingAction?: PendingAction | undefined;
  /** Why the sign-in did not work out. */
  readonly outcome?: string;
}

interface BankProps {
  readonly session: AppSession;
  readonly arrival: Arrival;
}

/** Who is signed in, and their accounts. */
export function Bank({ session, arrival }: BankProps): ReactNode {
  const client = useApolloClient();
  const recentAuth = useReauthenticator();
  const { data } = useQuery(ACCOUNTS);
  const viewer = data?.viewer;
  const signOut = async () => {
    recentAuth.reset();
    await session.signOut();
    await client.resetStore();
  };
  return (
    <main>
      <h1>Bank</h1>
      <button onClick={() => void session.signIn()}>Sign in</button>
      <button onClick={() => void signOut()}>Sign out</button>
      <p>{viewer ? `Signed in as ${viewer.email}` : 'Nobody is signed in'}</p>
      {arrival.outcome !== undefined && <p role="alert">{arrival.outcome}</p>}
      <Accounts accounts={viewer?.accounts ?? []} pendingAction={arrival.pendingAction} />
    </main>
  );
}
