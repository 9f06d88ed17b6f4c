import { readFile } from 'node:fs/promises';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { Logger } from 'pino';
import { recentAuthPlugin } from '../apollo/index.js';
import { createRecentAuth } from '../directive/index.js';
import type { Clock } from '../protocol/index.js';
import type { OpeningAccount } from './bank/users.js';
import type { BankContext } from './context.js';
import type { Database } from './database/database.js';
import { depthLimit } from './depth-limit.js';
import { errorLogPlugin, maskUnexpected } from './error-log.js';
import { createResolvers } from './resolvers.js';
import type { SecurityLog } from './security-log.js';
import { shortenWindows } from './short-windows.js';

export interface GraphQLOptions {
  readonly database: Database;
  readonly securityLog: SecurityLog;
  readonly openingAccounts: readonly OpeningAccount[];
  readonly introspection: boolean;
  /** Whether a sign-in grows old six times as fast, to be seen doing it. */
  readonly shortWindows?: boolean;
  readonly log: Logger;
  readonly clock: Clock;
}

/** The bank as a started Apollo Server; its guards are in the schema, its status and headers in the plugin. */
export async function createGraphQLServer(
  options: GraphQLOptions,
): Promise<ApolloServer<BankContext>> {
  const { securityLog, introspection, shortWindows = false, log, clock } = options;
  const recentAuth = createRecentAuth<BankContext>({ onDecision: securityLog.record, clock });
  const typeDefs = await readFile(new URL('../../schema/bank.graphql', import.meta.url), 'utf8');
  const schema = makeExecutableSchema({
    typeDefs: [recentAuth.typeDefs, shortWindows ? shortenWindows(typeDefs) : typeDefs],
    resolvers: createResolvers(options),
  });
  const apollo = new ApolloServer<BankContext>({
    schema: recentAuth.transform(schema),
    introspection,
    // The route refuses long batches; each entry is checked by itself.
    allowBatchedHttpRequests: true,
    formatError: maskUnexpected,
    includeStacktraceInErrorResponses: false,
    logger: log,
    parseOptions: { maxLexicalTokens: MOST_TOKENS },
    validationRules: [depthLimit],
    stopOnTerminationSignals: false,
    plugins: [
      recentAuthPlugin(recentAuth),
      errorLogPlugin(log),
      // Its page would load a script from another host.
      ApolloServerPluginLandingPageDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
}

/** Of one document; the introspection query has about 400. */
const MOST_TOKENS = 2000;
