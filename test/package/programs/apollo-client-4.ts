import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { useMutation } from '@apollo/client/react';
import { link } from './apollo-client.js';

const client = new ApolloClient({ link, cache: new InMemoryCache() });
const mutation = gql`
  mutation Transfer {
    transfer(amount: 100)
  }
`;

await client.mutate({ mutation, context: { recentAuth: { mode: 'prompt' } } });
export const useTransfer = () =>
  useMutation(mutation, { context: { recentAuth: { description: 'Transfer' } } });

// Version 3 takes whatever context a mutation is given.
// @ts-expect-error no such mode
await client.mutate({ mutation, context: { recentAuth: { mode: 'ask' } } });
// @ts-expect-error misspelt
export const useOther = () => useMutation(mutation, { context: { recentAuth: { word: 'Pay' } } });
