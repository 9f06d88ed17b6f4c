import type { ApolloServer } from '@apollo/server';
import type { Logger } from 'pino';
import { systemClock } from '../protocol/index.js';
import type { Clock } from '../protocol/index.js';
import { createContextBuilder } from '../tokens/index.js';
import { BACKCHANNEL_LOGOUT_PATH } from './backchannel-logout.js';
import type { OpeningAccount } from './bank/users.js';
import { createCleanup } from './cleanup.js';
import type { Cleanup } from './cleanup.js';
import type { ServerOptions } from './config.js';
import type { BankContext } from './context.js';
import { lockDataDir } from './data-dir.js';
import type { DataDir } from './data-dir.js';
import type { OpenDatabase } from './database/database.js';
import { explainListenError, findPort } from './free-port.js';
import { createGraphQLServer } from './graphql.js';
import { createHttpServer } from './http.js';
import { openIdentity } from './identity.js';
import { originOf, ownOrigins } from './origin.js';
import { createSecurityLog } from './security-log.js';
import { describeError } from './unexpected-error.js';

/** The API, listening. */
export interface RunningServer {
  readonly url: string;
  readonly issuer: string;
  /** Finishes what is in flight, then closes everything. */
  close(): Promise<void>;
}

export interface StartOptions extends ServerOptions {
  readonly logger: Logger;
  /** What a new embedded database starts from; see `openEmbeddedDatabase`. */
  readonly template?: Blob | undefined;
  /** The folder of the built page; without it DEMO serves none. */
  readonly pageDir?: string | undefined;
  /** The time now, in epoch seconds. @default the system clock */
  readonly clock?: Clock | undefined;
}

/** Minor units; both fit a person who tries the API. */
const OPENING_ACCOUNTS: readonly OpeningAccount[] = [
  { name: 'Everyday', balance: 250_000 },
  { name: 'Savings', balance: 1_000_000 },
];

/** Opens everything in an order that can be undone, and undoes it when something fails. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const cleanup = createCleanup();
  try {
    return await open(options, cleanup);
  } catch (error) {
    await cleanup.run().catch((failure: unknown) => {
      options.logger.error(describeError(failure), 'Closing after a failed start failed');
    });
    throw error;
  }
}

async function open(options: StartOptions, cleanup: Cleanup): Promise<RunningServer> {
  const { host, logger: log, clock = systemClock } = options;
  const port = await findPort(host, options.port);
  const url = originOf(host, port);
  const dataDir = usesDataDir(options) ? lockDataDir(options.dataDir) : undefined;
  cleanup.add(() => dataDir?.release());

  const identity = await openIdentity({
    identity: options.identity,
    dataDir: dataDir?.provider ?? '',
    appOrigins: [...ownOrigins(port), ...options.corsOrigins],
    backchannelLogoutUri: `${url}${BACKCHANNEL_LOGOUT_PATH}`,
    log,
    clock,
  });
  const { issuer, verifier } = identity;
  cleanup.add(identity.close);
  // The slowest comes last: what else is wrong is told at once.
  const opened = await openDatabase(options, dataDir);
  cleanup.add(opened.close);
  const { database } = opened;
  const securityLog = createSecurityLog({ database, log });
  cleanup.add(securityLog.close);
  const openApollo = async (shortWindows: boolean): Promise<ApolloServer<BankContext>> => {
    const apollo = await createGraphQLServer({
      database,
      securityLog,
      openingAccounts: options.seed ? OPENING_ACCOUNTS : [],
      introspection: options.introspection,
      shortWindows,
      log,
      clock,
    });
    cleanup.add(() => apollo.stop());
    return apollo;
  };
  const app = await createHttpServer({
    ...options,
    apollo: await openApollo(false),
    demo: options.demo
      ? {
          shortApollo: await openApollo(true),
          identity,
          pageDir: options.pageDir,
          ownOrigins: [url, ...ownOrigins(port)],
          clock,
        }
      : undefined,
    buildContext: createContextBuilder({ verifier }),
    verifier,
    async assertReady() {
      await Promise.all([verifier.ready(), opened.ping()]);
    },
    log,
  });
  cleanup.add(() => app.close());
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw explainListenError(error, { host, port, variable: 'PORT' });
  }
  return { url, issuer, close: cleanup.run };
}

/** With an issuer and a database of one's own there is nothing to keep here. */
function usesDataDir({ databaseUrl, identity }: ServerOptions): boolean {
  return databaseUrl === undefined || !('issuer' in identity);
}

/** Only the driver that is needed is loaded: PGlite alone is 20 MB. */
async function openDatabase(
  { databaseUrl, template, logger }: StartOptions,
  dataDir: DataDir | undefined,
): Promise<OpenDatabase> {
  if (databaseUrl === undefined) {
    const { openEmbeddedDatabase } = await import('./database/embedded.js');
    dataDir?.assertHeld();
    return openEmbeddedDatabase({ folder: dataDir?.database ?? '', template });
  }
  const { openDatabaseServer } = await import('./database/server.js');
  return openDatabaseServer({
    url: databaseUrl,
    onIdleError(error) {
      logger.warn(describeError(error), 'An idle database connection broke');
    },
  });
}
