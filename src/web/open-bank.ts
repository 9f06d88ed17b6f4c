import type { ApolloClient } from '@apollo/client';
import { createPendingActions } from 'graphql-recent-auth/client';
import type { PendingAction, Reauthenticator } from 'graphql-recent-auth/client';
import { arrive, isArrival } from './arrival.js';
import { createBankClient } from './bank-client.js';
import type { PageConfig } from './config.js';
import { createDrafts } from './drafts.js';
import type { Drafts } from './drafts.js';
import { notice } from './notice.js';
import type { Notice } from './notice.js';
import type { Session } from './session/session.js';
import type { Settings } from './settings.js';
import { createStore } from './store.js';
import type { Store } from './store.js';
import { watchUser } from './user-watch.js';
import type { Wire } from './wire.js';

interface BankParts {
  readonly config: PageConfig;
  readonly settings: Store<Settings>;
  readonly wire: Wire;
}

/** Everything that the page's components work with. */
export interface Bank extends BankParts {
  readonly session: Session;
  readonly recentAuth: Reauthenticator;
  readonly client: ApolloClient;
  readonly drafts: Drafts;
  readonly notices: Store<Notice | undefined>;
  /** What the user was about to do when they left the page to sign in again. */
  readonly unfinished: Store<PendingAction | undefined>;
  readonly signOut: () => Promise<void>;
}

export async function openBank(parts: BankParts): Promise<Bank> {
  const { settings, wire } = parts;
  const pendingActions = createPendingActions({
    resumable: ['Transfer', 'ChangeEmail', 'CloseAccount'],
  });
  const { openSession } = await import('./session/open-session.js');
  const session = await openSession({ ...parts, pendingActions });
  // Before anything else uses the session.
  const arrival = isArrival(location) ? await arrive(session) : {};
  const { recentAuth, client } = createBankClient({
    adapter: session.adapter,
    api: () => (settings.get().shortWindows ? '/graphql/short' : '/graphql'),
    wire,
  });
  const notices = createStore(arrival.notice);
  const unfinished = createStore(arrival.unfinished);
  const drafts = createDrafts();
  const bank = { ...parts, session, recentAuth, client, drafts, notices, unfinished };
  const users = watchUser(bank);

  /** For good, in this tab: what was typed here goes, too. */
  async function signOut(): Promise<void> {
    const user = session.user.get();
    users.forget();
    await session.signOut();
    recentAuth.reset();
    pendingActions.clear();
    if (user) drafts.dropAll(user.subject);
    notices.set(notice('info', 'You are signed out'));
  }

  return { ...bank, signOut };
}
