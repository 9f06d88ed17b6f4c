import { Agent, request } from 'node:http';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { apolloContext, recentAuthPlugin } from '../src/apollo/index.js';
import { createRecentAuth } from '../src/directive/index.js';
import type { AuthenticationContext } from '../src/protocol/index.js';
import { createContextBuilder } from '../src/tokens/index.js';
import type { Measurement } from './goal.js';
import { compare } from './measure.js';
import { createReadyVerifier } from './tokens.js';
import type { TokenSet } from './tokens.js';

const REQUESTS = 400;
const AT_ONCE = 8;

/** Two servers that differ in the guard alone, asked by one client that knows one user's token. */
export async function measureRequests(set: TokenSet): Promise<Measurement> {
  const verifier = await createReadyVerifier(set);
  const context = apolloContext(createContextBuilder({ verifier }));
  const [token = ''] = set.tokens;
  const [guarded, open] = await Promise.all([serve(true, context), serve(false, context)]);
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const ask = (url: string) => ({ prepare: () => () => askRepeatedly(url, token, agent) });
  const ratio = await compare(ask(guarded.url), ask(open.url));
  agent.destroy();
  await Promise.all([guarded.server.stop(), open.server.stop()]);
  verifier.close();
  const fewer = (times: number): number => (1 - 1 / times) * 100;
  const measured = {
    median: fewer(ratio.median),
    low: fewer(ratio.low),
    high: fewer(ratio.high),
  };
  return { what: 'guarded request, fewer a second', goal: 3, measured, unit: 'percent' };
}

async function serve(
  isGuarded: boolean,
  context: ReturnType<typeof apolloContext>,
): Promise<{ readonly url: string; readonly server: ApolloServer<AuthenticationContext> }> {
  const recentAuth = createRecentAuth<AuthenticationContext>();
  const guard = isGuarded ? '@requiresRecentAuth(seconds: 3600)' : '';
  const schema = makeExecutableSchema({
    typeDefs: [recentAuth.typeDefs, `type Query { iban(id: ID!): String ${guard} }`],
    resolvers: { Query: { iban: () => 'DE02' } },
  });
  const server = new ApolloServer<AuthenticationContext>({
    schema: isGuarded ? recentAuth.transform(schema) : schema,
    plugins: isGuarded ? [recentAuthPlugin(recentAuth)] : [],
    stopOnTerminationSignals: false,
  });
  const listen = { port: 0, host: '127.0.0.1' };
  const { url } = await startStandaloneServer(server, { context, listen });
  return { url, server };
}

async function askRepeatedly(url: string, token: string, agent: Agent): Promise<void> {
  let left = REQUESTS;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await ask(url, token, agent);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const BODY = JSON.stringify({
  query: 'query Iban($id: ID!) { iban(id: $id) }',
  variables: { id: '1' },
});

function ask(url: string, token: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const outgoing = request(url, { method: 'POST', agent, headers }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      incoming.once('end', () => {
        if (text.includes('"iban":"DE02"')) resolve();
        else reject(new Error(`An unexpected answer: ${text}`));
      });
    });
    outgoing.once('error', reject).end(BODY);
  });
}
