import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { createOidcClientTsAdapter } from '../../../src/adapters/oidc-client-ts/index.js';
import type { PendingActions } from '../../../src/client/index.js';
import type { AppConfig } from './config.js';
import type { AppSession } from './session.js';

export function openOidcClientTs(config: AppConfig, pendingActions: PendingActions): AppSession {
  const userManager = createUserManager(config);
  const adapter = createOidcClientTsAdapter({ userManager, mode: config.mode, pendingActions });
  return {
    adapter,
    signIn: () => userManager.signinRedirect({ prompt: 'login' }),
    signOut: () => userManager.removeUser(),
    completeRedirect: () => adapter.handleRedirectCallback(),
  };
}

export function createUserManager(config: AppConfig): UserManager {
  const { authorizationEndpoint } = config;
  const store = config.tokens === 'shared' ? localStorage : sessionStorage;
  return new UserManager({
    authority: config.authority,
    client_id: config.clientId,
    redirect_uri: `${location.origin}/callback`,
    popup_redirect_uri: `${location.origin}/popup.html`,
    scope: 'openid profile email offline_access',
    userStore: new WebStorageStateStore({ store }),
    automaticSilentRenew: false,
    ...(authorizationEndpoint !== undefined && {
      metadataSeed: { authorization_endpoint: authorizationEndpoint },
    }),
  });
}
