import { createAuth0Client } from '@auth0/auth0-spa-js';
import { WebContainer } from '@authgear/web';
import { createAuth0Adapter } from 'graphql-recent-auth/adapters/auth0-spa-js';
import { createAuthgearAdapter } from 'graphql-recent-auth/adapters/authgear';
import { createOidcClientTsAdapter } from 'graphql-recent-auth/adapters/oidc-client-ts';
import type { RedirectingAdapter } from 'graphql-recent-auth/adapters/oidc-client-ts';
import { createReauthenticator } from 'graphql-recent-auth/client';
import { UserManager } from 'oidc-client-ts';
import { pendingActions } from './client.js';

const userManager = new UserManager({
  authority: 'https://example.authgear.cloud',
  client_id: 'client-id',
  redirect_uri: 'https://app.example.com/callback',
});
const auth0 = await createAuth0Client({ domain: 'example.auth0.com', clientId: 'client-id' });
const authgear = new WebContainer();
const redirectURI = 'https://app.example.com/callback';

export const adapters: readonly RedirectingAdapter[] = [
  createOidcClientTsAdapter({ userManager }),
  createOidcClientTsAdapter({ userManager, mode: 'redirect', pendingActions, returnTo: () => '/' }),
  createAuth0Adapter({ auth0, popupTimeout: 300, idTokenHint: 'never' }),
  createAuth0Adapter({ auth0, mode: 'redirect', loginHint: ({ email }) => String(email) }),
  createAuthgearAdapter({ authgear, redirectURI, pendingActions }),
];
for (const adapter of adapters) {
  createReauthenticator({ adapter });
  const { reauthenticated, returnTo, pendingAction } = await adapter.handleRedirectCallback();
  if (reauthenticated) `${returnTo} ${pendingAction?.operationName ?? ''}`;
}

// @ts-expect-error a client of another SDK
createOidcClientTsAdapter({ userManager: auth0 });
// @ts-expect-error a client of another SDK
createAuth0Adapter({ auth0: userManager });
// @ts-expect-error a client of another SDK
createAuthgearAdapter({ authgear: userManager, redirectURI });
// @ts-expect-error the client itself is not an adapter
createReauthenticator({ adapter: userManager });
// @ts-expect-error it always leaves the page
createAuthgearAdapter({ authgear, redirectURI, mode: 'popup' });
// @ts-expect-error where to come back to is needed
createAuthgearAdapter({ authgear });
// @ts-expect-error no such mode
createOidcClientTsAdapter({ userManager, mode: 'iframe' });
// @ts-expect-error no such choice
createAuth0Adapter({ auth0, idTokenHint: true });
