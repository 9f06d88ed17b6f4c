import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { RecentAuthLink } from 'graphql-recent-auth/apollo-client';
import type { RecentAuthContext, RecentAuthLinkOptions } from 'graphql-recent-auth/apollo-client';
import { recentAuth } from './client.js';
import { recentAuthRequirements as requirements } from './recent-auth.js';

const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: ApolloLink.from([
    new RecentAuthLink({ recentAuth, requirements }),
    new HttpLink({ uri: '/graphql' }),
  ]),
});
const query = gql`
  query RecoveryCodes {
    recoveryCodes
  }
`;
const mutation = gql`
  mutation Transfer {
    transfer(amount: 100)
  }
`;
const context: RecentAuthContext = { mode: 'prompt', description: undefined };
const options: RecentAuthLinkOptions = {
  recentAuth,
  promptFor: ({ operationName, query, variables, getContext }, challenge) =>
    operationName === 'Transfer' &&
    query.kind === 'Document' &&
    getContext()['quiet'] !== true &&
    challenge?.maxAge !== variables['age'],
  retry: 'single-root-field',
  attachToken: false,
  origins: ['https://api.example.com'],
};
export const link: ApolloLink = new RecentAuthLink(options).concat(new HttpLink());

await client.mutate({ mutation });
await client.mutate({ mutation, context: { recentAuth: { mode: 'error' } } });
await client.query({ query, context: { recentAuth: { description: 'Show recovery codes' } } });
client.watchQuery({ query, context: { recentAuth: context, headers: { 'x-other': '1' } } });

// @ts-expect-error no such mode
await client.query({ query, context: { recentAuth: { mode: 'ask' } } });
// @ts-expect-error misspelt
await client.query({ query, context: { recentAuth: { prompt: true } } });
// @ts-expect-error a description is text
client.watchQuery({ query, context: { recentAuth: { description: 1 } } });
// @ts-expect-error the reauthenticator is needed
new RecentAuthLink({});
// @ts-expect-error its adapter is not it
new RecentAuthLink({ recentAuth: { getIdToken: () => undefined } });
// @ts-expect-error no such operations
new RecentAuthLink({ recentAuth, promptFor: 'query' });
// @ts-expect-error says yes or no
new RecentAuthLink({ recentAuth, promptFor: () => 'prompt' });
// @ts-expect-error no such policy
new RecentAuthLink({ recentAuth, retry: 'always' });
// @ts-expect-error a list
new RecentAuthLink({ recentAuth, origins: 'https://api.example.com' });
// @ts-expect-error misspelt
new RecentAuthLink({ recentAuth, origin: ['https://api.example.com'] });
// @ts-expect-error what an operation asks for has a type
new RecentAuthLink({ recentAuth, requirements: { Transfer: { maxAge: 60, fields: {} } } });
