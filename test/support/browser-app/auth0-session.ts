import { createAuth0Client } from '@auth0/auth0-spa-js';
import { createAuth0Adapter } from '../../../src/adapters/auth0-spa-js/index.js';
import type { PendingActions } from '../../../src/client/index.js';
import type { AppConfig } from './config.js';
import type { AppSession } from './session.js';

export async function openAuth0(
  config: AppConfig,
  pendingActions: PendingActions,
): Promise<AppSession> {
  const auth0 = await createAuth0Client({
    domain: config.authority,
    clientId: config.clientId,
    cacheLocation: 'localstorage',
    useRefreshTokens: true,
    authorizationParams: { redirect_uri: `${location.origin}/callback` },
  });
  const adapter = createAuth0Adapter({ auth0, mode: config.mode, pendingActions });
  return {
    adapter,
    signIn: () => auth0.loginWithRedirect({ authorizationParams: { prompt: 'login' } }),
    signOut: () => auth0.logout({ openUrl: false }),
    completeRedirect: () => adapter.handleRedirectCallback(),
  };
}
