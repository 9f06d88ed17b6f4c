import * as apollo4 from '@apollo/client/core/index.js';
import * as apollo3 from '@apollo/client-3/core/index.js';
import { Client, fetchExchange } from '@urql/core';
import { GraphQLClient, request } from 'graphql-request';

export interface GraphQLTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends a mutation, and hands on what the library's caller is given: a result or an error. */
export type SendMutation = (target: GraphQLTarget, mutation: string) => Promise<unknown>;

/** Client libraries, each as applications use it. */
export const graphqlClients: Readonly<Record<string, SendMutation>> = {
  'Apollo Client 4': withApollo4('none'),
  'Apollo Client 4, errorPolicy all': withApollo4('all'),
  'Apollo Client 3': withApollo3('none'),
  'Apollo Client 3, errorPolicy all': withApollo3('all'),
  urql: withUrql,
  'the error of urql': async (target, mutation) => (await withUrql(target, mutation)).error,
  'graphql-request': ({ url, headers }, document) =>
    outcome(request({ url, document, requestHeaders: headers })),
  'graphql-request, errorPolicy all': ({ url, headers }, query) =>
    outcome(new GraphQLClient(url, { headers, errorPolicy: 'all' }).rawRequest(query)),
  fetch: async ({ url, headers }, query) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as unknown;
  },
};

/** Those whose callers cannot see whether an answer of status 200 had a `data` entry. */
export const hidesData: ReadonlySet<string> = new Set([
  'Apollo Client 3',
  'urql',
  'the error of urql',
]);

function withApollo4(errorPolicy: 'none' | 'all'): SendMutation {
  return ({ url, headers }, mutation) => {
    const link = new apollo4.HttpLink({ uri: url, headers });
    const client = new apollo4.ApolloClient({ link, cache: new apollo4.InMemoryCache() });
    return outcome(client.mutate({ mutation: apollo4.gql(mutation), errorPolicy }));
  };
}

function withApollo3(errorPolicy: 'none' | 'all'): SendMutation {
  return ({ url, headers }, mutation) => {
    const link = new apollo3.HttpLink({ uri: url, headers });
    const client = new apollo3.ApolloClient({ link, cache: new apollo3.InMemoryCache() });
    return outcome(client.mutate({ mutation: apollo3.gql(mutation), errorPolicy }));
  };
}

function withUrql({ url, headers }: GraphQLTarget, mutation: string) {
  const exchanges = [fetchExchange];
  const client = new Client({ url, exchanges, fetchOptions: { headers }, preferGetMethod: false });
  return client.mutation(mutation, {}).toPromise();
}

function outcome(asked: Promise<unknown>): Promise<unknown> {
  return asked.catch((error: unknown) => error);
}
