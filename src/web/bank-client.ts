import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { RecentAuthLink } from 'graphql-recent-auth/apollo-client';
import { createReauthenticator } from 'graphql-recent-auth/client';
import type { ReauthAdapter, Reauthenticator } from 'graphql-recent-auth/client';
import type { Wire } from './wire.js';

interface BankClientOptions {
  readonly adapter: ReauthAdapter;
  /** The path of the API, asked before every operation. */
  readonly api: () => string;
  readonly wire: Wire;
}

export interface BankClient {
  readonly recentAuth: Reauthenticator;
  readonly client: ApolloClient;
}

/** Sends operations, and has the user sign in again where the bank asks for it. */
export function createBankClient({ adapter, api, wire }: BankClientOptions): BankClient {
  const recentAuth = createReauthenticator({ adapter, onEvent: wire.onEvent });
  const client = new ApolloClient({
    link: ApolloLink.from([
      new RecentAuthLink({ recentAuth }),
      wire.link,
      new HttpLink({ uri: api }),
    ]),
    cache: new InMemoryCache(),
  });
  return { recentAuth, client };
}
