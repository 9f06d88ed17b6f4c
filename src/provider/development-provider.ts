import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CLIENT_ID } from './clients.js';
import { configureProvider } from './configuration.js';
import { issuerAt } from './issuer.js';
import { openKeys } from './keys.js';
import { loadOidcProvider } from './oidc-provider.js';
import { createRequestHandler } from './request-handler.js';
import { openStore } from './store.js';

export interface DevelopmentProviderOptions {
  /** Port on 127.0.0.1; 0 for a free one. */
  readonly port: number;
  /** Folder for keys and sessions; made if missing. */
  readonly dataDir: string;
  /** Origins whose pages may use the browser client, e.g. `['http://localhost:4000']`. */
  readonly appOrigins: readonly string[];
  /** Told of faults. Never holds a token, a code or a password. */
  readonly log?:
    ((message: string, details?: Readonly<Record<string, unknown>>) => void) | undefined;
}

export interface DevelopmentProvider {
  /** `http://127.0.0.1:<port>`, without port 80: the `iss` of its tokens. */
  readonly issuer: string;
  /** The `aud` of its ID tokens. */
  readonly clientId: string;
  /** Whether it answers, as it does from the start. */
  isAvailable(): boolean;
  /** Down, it answers 503 to every request, as an issuer in trouble; sessions and keys stay. */
  setAvailable(available: boolean): void;
  /** Answers what is under way, writes what is unwritten, and frees the port. */
  close(): Promise<void>;
}

/**
 * An OpenID provider for development, with demo accounts whose passwords its own page prints: never
 * for production. Listening when it resolves; rejects with `code: 'EADDRINUSE'` where the port is taken.
 */
export async function createDevelopmentProvider(
  options: DevelopmentProviderOptions,
): Promise<DevelopmentProvider> {
  const { port, dataDir, appOrigins, log = () => undefined } = options;
  assertPort(port);
  appOrigins.forEach(assertOrigin);
  const oidc = await loadOidcProvider();
  const keys = await openKeys(join(dataDir, 'provider-keys.json'));
  const store = await openStore(join(dataDir, 'provider-sessions.json'));
  const server = createServer();
  await listen(server, port);
  // From here on nothing waits, so that no request finds the server without an answer.
  const issuer = issuerAt((server.address() as AddressInfo).port);
  const configuration = configureProvider({ oidc, keys, store, appOrigins });
  const provider = new oidc.Provider(issuer, configuration);
  let available = true;
  const isAvailable = (): boolean => available;
  server.on(
    'request',
    createRequestHandler({ provider, isAvailable, appOrigin: appOrigins[0], log }),
  );
  return {
    issuer,
    clientId: CLIENT_ID,
    isAvailable,
    setAvailable(given) {
      available = given;
    },
    async close() {
      await closeServer(server);
      await store.flush();
    },
  };
}

function assertPort(port: number): void {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return;
  throw new TypeError('"port" must be a whole number from 0 to 65535');
}

function assertOrigin(origin: string): void {
  if (URL.canParse(origin) && /^https?:/.test(origin) && new URL(origin).origin === origin) return;
  throw new TypeError('"appOrigins" must hold origins such as http://localhost:4000');
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Seconds for requests under way; a client that hangs must not keep the program from ending. */
const GRACE = 5;

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => {
      server.closeAllConnections();
    }, GRACE * 1000);
    server.close(() => {
      clearTimeout(impatience);
      resolve();
    });
    server.closeIdleConnections();
  });
}
