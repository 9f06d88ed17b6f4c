import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Configuration } from 'oidc-provider';
import { reportLogoutFaults } from './back-channel.js';
import { describeError } from './describe-error.js';
import type { Log } from './describe-error.js';
import type { OidcProviderModule } from './oidc-provider.js';
import { setPage } from './page.js';
import { NOT_FOUND } from './provider-pages.js';

/** oidc-provider with one set of keys; what it remembers is in the store, and outlives it. */
export interface Protocol {
  readonly provider: Provider;
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

interface ProtocolParts {
  readonly oidc: OidcProviderModule;
  readonly issuer: string;
  readonly configuration: Configuration;
  readonly log: Log;
}

export function createProtocol({ oidc, issuer, configuration, log }: ProtocolParts): Protocol {
  const provider = new oidc.Provider(issuer, configuration);
  const tell = (error: unknown): void => {
    log('The development provider failed', { error: describeError(error) });
  };
  provider.on('server_error', (_ctx, error) => {
    tell(error);
  });
  provider.onerror = tell;
  reportLogoutFaults(provider, log);
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.status === 404 && ctx.body === undefined) setPage(ctx, NOT_FOUND);
  });
  return { provider, answer: provider.callback() };
}
