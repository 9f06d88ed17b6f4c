import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/protocol/index.js';
import type { DevelopmentProvider } from '../../src/provider/index.js';
import type { ApolloVersion } from './app-bundle.js';
import { serveApp } from './app-server.js';
import { serveAuth0 } from './auth0-stand-in.js';
import { serveAuthgear } from './authgear-stand-in.js';
import { startBank } from './bank-server.js';
import type { BankServer } from './bank-server.js';
import type { AppConfig } from './browser-app/config.js';
import { startProviderNow } from './development-provider.js';
import { serveSeveringProxy } from './severing-proxy.js';

export interface BankAppOptions extends Partial<
  Pick<AppConfig, 'sdk' | 'mode' | 'prompt' | 'tokens'>
> {
  /** @default 4 */
  readonly apollo?: ApolloVersion;
  /** The provider's pages take their popup from the page that opened it. */
  readonly severed?: boolean;
}

/** The page in front of the real API and the real provider. */
export interface BankApp {
  readonly origin: string;
  readonly bank: BankServer;
  readonly provider: DevelopmentProvider;
  /** What the API decided about operations that ask for a recent sign-in, such as `ALLOWED Mutation.transfer`. */
  decisions(): readonly string[];
}

/** Everything closes when the test ends. */
export async function startBankApp(options: BankAppOptions = {}): Promise<BankApp> {
  const { sdk = 'oidc-client-ts', mode = 'popup', prompt = 'manual', tokens = 'shared' } = options;
  const app = await serveApp(options.apollo ?? 4);
  const auth0 = sdk === 'auth0-spa-js' ? await serveAuth0(app.origin) : undefined;
  const authgear = sdk === 'authgear' ? await serveAuthgear(app.origin) : undefined;
  const severing = options.severed ? await serveSeveringProxy() : undefined;
  const provider = await startProviderNow({
    appOrigins: [app.origin, ...(auth0 ? [auth0.origin] : [])],
  });
  for (const standIn of [auth0, authgear, severing]) standIn?.connect(provider);
  const issuer = auth0?.issuer ?? provider.issuer;
  const bank = await startBank({
    identity: { issuer, audience: [provider.clientId] },
    corsOrigins: [app.origin],
    clock: systemClock,
  });
  onTestFinished(() => bank.close());
  app.configure({
    sdk,
    mode,
    prompt,
    tokens,
    authority: (auth0 ?? authgear ?? { origin: provider.issuer }).origin,
    clientId: provider.clientId,
    api: `${bank.url}/graphql`,
    authorizationEndpoint: severing && `${severing.origin}/auth`,
  });
  return { origin: app.origin, bank, provider, decisions: () => decisionsIn(bank.log()) };
}

function decisionsIn(log: string): readonly string[] {
  return log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogLine)
    .filter(({ msg }) => msg === 'Recent authentication decided')
    .map(({ outcome = '', fields = [] }) => `${outcome} ${fields.join(' ')}`);
}

interface LogLine {
  readonly msg: string;
  readonly outcome?: string;
  readonly fields?: readonly string[];
}
