import type { Logger } from 'pino';
import { ConfigurationError } from '../protocol/index.js';
import type { Clock } from '../protocol/index.js';
import {
  API_AUDIENCE,
  createDevelopmentProvider,
  SECOND_CLIENT_ID,
  UnreadableFileError,
} from '../provider/index.js';
import type { DevelopmentProvider } from '../provider/index.js';
import { createMemoryRevocations, createTokenVerifier } from '../tokens/index.js';
import type { TokenVerifier, VerifierEvent } from '../tokens/index.js';
import type { DevelopmentIdentity, ExternalIdentity, ServerOptions } from './config.js';
import { explainListenError } from './free-port.js';

/** Whose tokens are accepted, and what checks them. */
export interface Identity {
  readonly issuer: string;
  /** As whom our own page signs people in. */
  readonly clientId: string;
  readonly verifier: TokenVerifier;
  /** The issuer, where it runs here. */
  readonly developmentProvider: DevelopmentProvider | undefined;
  readonly close: () => Promise<void>;
}

interface IdentityOptions {
  readonly identity: ServerOptions['identity'];
  /** The development provider's folder, and the pages that may use it. */
  readonly dataDir: string;
  readonly appOrigins: readonly string[];
  /** Where the development provider tells of a sign-out. */
  readonly backchannelLogoutUri: string;
  readonly log: Logger;
  readonly clock: Clock;
}

/** The issuer that was configured, or the development provider, started here. */
export function openIdentity(options: IdentityOptions): Promise<Identity> {
  const { identity } = options;
  return 'issuer' in identity
    ? Promise.resolve(trustConfigured(identity, options))
    : startProvider(identity, options);
}

/** Only the verifier knows which issuers can be trusted; here they have another name. */
function trustConfigured(identity: ExternalIdentity, options: IdentityOptions): Identity {
  try {
    return trust(identity, options);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const message = error.message
      .replace('"issuer"', 'OIDC_ISSUER')
      .replace('"audience"', 'OIDC_AUDIENCE')
      .replace('"logoutAudience"', 'OIDC_LOGOUT_AUDIENCE')
      .replace('"tokenType"', 'TOKEN_TYPE');
    throw new ConfigurationError(message);
  }
}

/** An issuer that is away for a moment is no reason not to start: /readyz tells. */
function trust(identity: ExternalIdentity, { clock, log }: IdentityOptions): Identity {
  const { issuer, audience, logoutAudience, provider, tokenType } = identity;
  const verifier = createTokenVerifier({
    ...{ issuer, audience, logoutAudience, provider, tokenType, clock },
    revocations: createMemoryRevocations({ clock }),
    onEvent: (event) => {
      logEvent(event, log);
    },
  });
  let isClosed = false;
  verifier.ready().catch(() => {
    // Closing ends the question, too.
    if (!isClosed) log.warn({ issuer }, "The issuer's keys cannot be had yet");
  });
  return {
    issuer,
    clientId: audience[0] ?? '',
    verifier,
    developmentProvider: undefined,
    close() {
      isClosed = true;
      verifier.close();
      return Promise.resolve();
    },
  };
}

async function startProvider(
  { providerPort: port, tokenType }: DevelopmentIdentity,
  options: IdentityOptions,
): Promise<Identity> {
  const { dataDir, appOrigins, backchannelLogoutUri, log } = options;
  try {
    const provider = await createDevelopmentProvider({
      port,
      dataDir,
      appOrigins,
      backchannelLogoutUri,
      log: (message, details) => {
        log.info(details, message);
      },
    });
    const { issuer, clientId } = provider;
    const clients = [clientId, SECOND_CLIENT_ID];
    const accepted =
      tokenType === 'access_token'
        ? { tokenType, audience: [API_AUDIENCE], logoutAudience: clients }
        : { audience: clients };
    const trusted = trust({ issuer, ...accepted }, options);
    return {
      ...trusted,
      clientId,
      developmentProvider: provider,
      async close() {
        await trusted.close();
        await provider.close();
      },
    };
  } catch (error) {
    if (error instanceof UnreadableFileError) throw new ConfigurationError(error.message);
    throw explainListenError(error, { host: '127.0.0.1', port, variable: 'PROVIDER_PORT' });
  }
}

function logEvent(event: VerifierEvent, log: Logger): void {
  const { issuer } = event;
  switch (event.type) {
    case 'auth-time-missing':
      log.warn({ issuer }, `A token does not say when its user signed in: ${event.advice}`);
      break;
    case 'token-outlives-logouts': {
      const { retention } = event;
      log.warn({ issuer, retention }, 'A token lives longer than a logout is remembered');
      break;
    }
    case 'keys-failed': {
      const { fault, retryAfter } = event;
      log.warn({ issuer, reason: fault.message, retryAfter }, "The issuer's keys were not renewed");
      break;
    }
    case 'keys-expired':
      log.error({ issuer }, "The issuer's keys are too old: no token is accepted");
      break;
    default:
      log.debug(event, "The issuer's keys");
  }
}
