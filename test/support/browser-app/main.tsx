import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client/core';
import { ApolloProvider } from '@apollo/client/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RecentAuthLink } from '../../../src/apollo-client/index.js';
import { createPendingActions, createReauthenticator } from '../../../src/client/index.js';
import { RecentAuthProvider, ReauthDialog } from '../../../src/react/index.js';
import { Bank } from './bank.js';
import type { Arrival } from './bank.js';
import { readConfig } from './config.js';
import { describeOutcome } from './describe-outcome.js';
import { openSession } from './session.js';

const config = readConfig();
const pendingActions = createPendingActions({ resumable: ['Transfer', 'ChangeEmail'] });
const session = await openSession(config, pendingActions);
const arrival = location.pathname === '/callback' ? await arrive() : {};
const { dataset } = document.documentElement;
const recentAuth = createReauthenticator({
  adapter: session.adapter,
  prompt: config.prompt,
  onEvent({ type }) {
    dataset['events'] = `${dataset['events'] ?? ''} ${type}`.trim();
  },
});
const client = new ApolloClient({
  link: ApolloLink.from([new RecentAuthLink({ recentAuth }), new HttpLink({ uri: config.api })]),
  cache: new InMemoryCache(),
});

createRoot(document.querySelector('#root') ?? document.body).render(
  <StrictMode>
    <RecentAuthProvider value={recentAuth}>
      <ApolloProvider client={client}>
        <Bank session={session} arrival={arrival} />
        <ReauthDialog />
      </ApolloProvider>
    </RecentAuthProvider>
  </StrictMode>,
);

/** Back from the provider: what was going on is offered, and nothing runs by itself. */
async function arrive(): Promise<Arrival> {
  try {
    const { returnTo, pendingAction } = await session.completeRedirect();
    history.replaceState(undefined, '', returnTo);
    return { pendingAction };
  } catch (error) {
    history.replaceState(undefined, '', '/');
    return { outcome: describeOutcome(error) };
  }
}
