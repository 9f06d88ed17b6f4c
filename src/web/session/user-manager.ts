import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { PageConfig } from '../config.js';

/** @param parameters what else to ask the provider; read anew at every sign-in */
export function createUserManager(
  { authority, clientId }: PageConfig,
  parameters: Record<string, string> = {},
): UserManager {
  return new UserManager({
    authority,
    client_id: clientId,
    redirect_uri: `${location.origin}/callback`,
    popup_redirect_uri: `${location.origin}/popup.html`,
    scope: 'openid profile email offline_access',
    extraQueryParams: parameters,
    // The link renews tokens when it needs them.
    automaticSilentRenew: false,
    // All tabs of a user share one session, so that one sign-in releases what waits in each.
    userStore: new WebStorageStateStore({ store: localStorage }),
  });
}
