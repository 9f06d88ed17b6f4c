import type { Logger } from 'pino';
import { createDevelopmentProvider } from '../provider/index.js';
import { createTokenVerifier } from '../tokens/index.js';
import type { TokenVerifier } from '../tokens/index.js';
import type { DevelopmentIdentity, ExternalIdentity, ServerOptions } from './config.js';
import { explainListenError } from './free-port.js';

/** Whose tokens are accepted, and what checks them. */
export interface Identity {
  readonly issuer: string;
  readonly verifier: TokenVerifier;
  readonly close: () => Promise<void>;
}

interface IdentityOptions {
  readonly identity: ServerOptions['identity'];
  /** The development provider's folder, and the pages that may use it. */
  readonly dataDir: string;
  readonly appOrigins: readonly string[];
  readonly log: Logger;
}

/** The issuer that was configured, or the development provider, started here. */
export function openIdentity(options: IdentityOptions): Promise<Identity> {
  const { identity, log } = options;
  return 'issuer' in identity
    ? Promise.resolve(trust(identity, log))
    : startProvider(identity, options);
}

/** An issuer that is away for a moment is no reason not to start: /readyz tells. */
function trust({ issuer, audience }: ExternalIdentity, log: Logger): Identity {
  const verifier = createTokenVerifier({ issuer, audience });
  verifier.ready().catch(() => {
    log.warn({ issuer }, "The issuer's keys cannot be had yet");
  });
  return {
    issuer,
    verifier,
    close() {
      verifier.close();
      return Promise.resolve();
    },
  };
}

async function startProvider(
  { providerPort: port }: DevelopmentIdentity,
  { dataDir, appOrigins, log }: IdentityOptions,
): Promise<Identity> {
  try {
    const provider = await createDevelopmentProvider({
      port,
      dataDir,
      appOrigins,
      log: (message, details) => {
        log.info(details, message);
      },
    });
    const { issuer, clientId } = provider;
    const { verifier, close } = trust({ issuer, audience: [clientId] }, log);
    return {
      issuer,
      verifier,
      async close() {
        await close();
        await provider.close();
      },
    };
  } catch (error) {
    throw explainListenError(error, { host: '127.0.0.1', port, variable: 'PROVIDER_PORT' });
  }
}
