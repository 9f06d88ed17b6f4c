import type * as core from '@apollo/client/core/index.js';
import type { BatchHttpLink } from '@apollo/client/link/batch-http';
import type { RetryLink } from '@apollo/client/link/retry';

/** What the tests use of Apollo Client. The types are those of version 4; version 3 does the same at run time. */
export interface ApolloKit extends Pick<
  typeof core,
  'ApolloClient' | 'ApolloLink' | 'HttpLink' | 'InMemoryCache' | 'Observable'
> {
  readonly RetryLink: typeof RetryLink;
  readonly BatchHttpLink: typeof BatchHttpLink;
}
