import { expect, it, onTestFinished } from 'vitest';
import { createTestIssuer } from '../../src/testing/index.js';
import { consumerFolder, evaluate } from '../support/consumers.js';
import type { Consumer } from '../support/consumers.js';
import { serveReadme } from '../support/snippet-server.js';

const NAMES = '{ ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache }';

/** A user in a terminal, whose sign-in is a matter of taking another token. */
const USER = `
  import { createReauthenticator } from 'graphql-recent-auth/client';
  import { RecentAuthLink } from 'graphql-recent-auth/apollo-client';

  const [uri, stale, fresh] = process.argv.slice(1);
  let token = stale;
  const events = [];
  const recentAuth = createReauthenticator({
    adapter: { getIdToken: () => token, async reauthenticate() { token = fresh; } },
    prompt: 'immediate',
    onEvent: ({ type }) => events.push(type),
  });
  const statuses = [];
  const http = new HttpLink({
    uri,
    async fetch(...request) {
      const response = await fetch(...request);
      statuses.push(response.status);
      return response;
    },
  });
  const client = new ApolloClient({
    link: ApolloLink.from([new RecentAuthLink({ recentAuth }), http]),
    cache: new InMemoryCache(),
  });
  const { data } = await client.mutate({ mutation: gql\`mutation { transfer(amount: 100) }\` });
  console.log(JSON.stringify({ data, events, statuses }));
`;

interface Import {
  readonly consumer: Consumer;
  readonly statement: string;
  /** Version 3 asks for \`application/json\`, where a refusal is no failure of HTTP. */
  readonly refusal: number;
}

it.each<Import>([
  { consumer: 'everything', statement: `import ${NAMES} from '@apollo/client';`, refusal: 401 },
  {
    consumer: 'everything',
    statement: `import ${NAMES} from '@apollo/client/core';`,
    refusal: 401,
  },
  {
    consumer: 'apollo-client-3',
    statement: `import ${NAMES} from '@apollo/client/core/index.js';`,
    refusal: 200,
  },
  // In Node that is CommonJS: another copy of every class than the one our link extends.
  {
    consumer: 'apollo-client-3',
    statement: `import apollo from '@apollo/client'; const ${NAMES} = apollo;`,
    refusal: 200,
  },
])('$consumer: transfers after one sign-in with $statement', async (one) => {
  const issuer = await createTestIssuer();
  await issuer.listen();
  onTestFinished(() => issuer.close());
  const stale = await issuer.token({ auth_time: Math.floor(Date.now() / 1000) - 900 });
  const tokens = [stale, await issuer.token()];
  const server = await serveReadme(issuer);
  const folder = await consumerFolder(one.consumer);
  expect(await evaluate(folder, one.statement + USER, server, ...tokens)).toEqual({
    data: { transfer: 100 },
    events: ['required', 'prompted', 'confirmed', 'succeeded'],
    statuses: [one.refusal, 200],
  });
});
