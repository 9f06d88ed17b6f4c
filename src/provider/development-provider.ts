import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isLoopbackUrl } from './back-channel.js';
import { CLIENT_ID } from './clients.js';
import { configureProvider } from './configuration.js';
import type { Log } from './describe-error.js';
import { issuerAt } from './issuer.js';
import { openKeys, renewKeys } from './keys.js';
import { closeServer, listen } from './listening.js';
import { loadOidcProvider } from './oidc-provider.js';
import { createProtocol } from './protocol.js';
import type { Protocol } from './protocol.js';
import { createRequestHandler } from './request-handler.js';
import { openStore } from './store.js';

export interface DevelopmentProviderOptions {
  /** Port on 127.0.0.1; 0 for a free one. */
  readonly port: number;
  /** Folder for keys and sessions; made if missing. */
  readonly dataDir: string;
  /** Origins whose pages may use the browser client, e.g. `['http://localhost:4000']`. */
  readonly appOrigins: readonly string[];
  /**
   * Where the clients hear of a sign-out (OpenID Connect Back-Channel Logout 1.0), on this machine, e.g.
   * `http://localhost:4000/backchannel-logout`. With it their ID tokens have a `sid`.
   */
  readonly backchannelLogoutUri?: string | undefined;
  /** Told of faults. Never holds a token, a code or a password. */
  readonly log?: Log | undefined;
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
  /**
   * Signs with new keys from now on, after a restart too; sessions and refresh tokens stay. The keys
   * before stay published, unless `keepOld` is false: then what they signed is worth nothing.
   */
  rotateKeys(options?: { readonly keepOld?: boolean | undefined }): Promise<void>;
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
  const { port, dataDir, appOrigins, backchannelLogoutUri, log = () => undefined } = options;
  assertPort(port);
  appOrigins.forEach(assertOrigin);
  assertLoopback(backchannelLogoutUri);
  const keysPath = join(dataDir, 'provider-keys.json');
  const oidc = await loadOidcProvider();
  let keys = await openKeys(keysPath);
  const store = await openStore(join(dataDir, 'provider-sessions.json'));
  const server = createServer();
  await listen(server, port);
  // From here on nothing waits, so that no request finds the server without an answer.
  const issuer = issuerAt((server.address() as AddressInfo).port);
  const signWithKeys = (): Protocol => {
    const clients = { appOrigins, backchannelLogoutUri };
    const configuration = configureProvider({ oidc, keys, store, ...clients });
    return createProtocol({ oidc, issuer, configuration, log });
  };
  let protocol = signWithKeys();
  let rotation = Promise.resolve();
  let available = true;
  const isAvailable = (): boolean => available;
  const [appOrigin] = appOrigins;
  server.on(
    'request',
    createRequestHandler({ issuer, protocol: () => protocol, isAvailable, appOrigin, log }),
  );
  return {
    issuer,
    clientId: CLIENT_ID,
    isAvailable,
    setAvailable(given) {
      available = given;
    },
    async rotateKeys({ keepOld = true } = {}) {
      if (!server.listening) throw new Error('The development provider is closed');
      const turn = rotation.then(async () => {
        keys = await renewKeys(keysPath, keys, { keepOld });
        protocol = signWithKeys();
      });
      rotation = turn.catch(() => undefined);
      await turn;
    },
    async close() {
      await closeServer(server);
      await rotation;
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

function assertLoopback(uri: string | undefined): void {
  if (uri === undefined || isLoopbackUrl(uri)) return;
  throw new TypeError(
    '"backchannelLogoutUri" must be on this machine, such as http://localhost:4000/backchannel-logout',
  );
}
