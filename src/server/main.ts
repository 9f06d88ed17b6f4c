import { fileURLToPath } from 'node:url';
import { describeError } from './unexpected-error.js';
import { banner } from './banner.js';
import { loadConfig } from './config.js';
import { createLogger } from './log.js';
import { startServer } from './start-server.js';
import { ConfigurationError } from '../protocol/index.js';

try {
  await main();
} catch (error) {
  // What is set up wrongly is said in one line; anything else is a fault of ours.
  const text =
    error instanceof ConfigurationError ? error.message : JSON.stringify(describeError(error));
  process.stderr.write(`graphql-recent-auth did not start: ${text}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const options = loadConfig();
  const logger = await createLogger(options.log);
  const pageDir = fileURLToPath(new URL('../web', import.meta.url));
  const server = await startServer({ ...options, pageDir, logger });
  logger.info({ url: server.url, issuer: server.issuer }, 'Ready');
  if (options.log.format === 'readable') process.stdout.write(banner(server, options));

  let state: 'open' | 'told' | 'closing' = 'open';
  async function close(signal: string): Promise<void> {
    // Who asks twice does not want to wait.
    if (state === 'closing') process.exit(1);
    if (state === 'told') return;
    state = 'told';
    setTimeout(() => {
      state = 'closing';
    }, ECHO_MS).unref();
    logger.info({ signal }, 'Closing');
    setTimeout(() => {
      logger.error('Closing took too long');
      process.exit(1);
    }, LONGEST_CLOSE_MS).unref();
    try {
      await server.close();
      logger.info('Closed');
    } catch (error) {
      logger.error(describeError(error), 'Closing failed');
      process.exitCode = 1;
    }
    process.exit();
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => void close(signal));
  }
}

/** One Ctrl-C under npm arrives twice: from the terminal and from npm, which hands it on. */
const ECHO_MS = 500;

/** Orchestrators kill after ten seconds at the earliest. */
const LONGEST_CLOSE_MS = 9000;
