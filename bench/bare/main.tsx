import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider, skipToken, useQuery } from '@apollo/client/react';
import { createRoot } from 'react-dom/client';

/** As many words as the address asks for, and a query that waits for somebody to sign in. */
function Bare() {
  useQuery(VIEWER, skipToken);
  const words = Number(new URLSearchParams(location.search).get('words'));
  return (
    <main>
      <p>{'word '.repeat(words)}</p>
    </main>
  );
}

const VIEWER = gql`
  query Viewer {
    viewer {
      name
    }
  }
`;

const client = new ApolloClient({
  link: new HttpLink({ uri: '/graphql' }),
  cache: new InMemoryCache(),
});

createRoot(document.querySelector('#root') ?? document.body).render(
  <ApolloProvider client={client}>
    <Bare />
  </ApolloProvider>,
);
