import type { PendingActions } from 'graphql-recent-auth/client';
import { createOidcClientTsAdapter } from 'graphql-recent-auth/adapters/oidc-client-ts';
import type { RedirectingAdapter } from 'graphql-recent-auth/adapters/oidc-client-ts';
import type { PageConfig } from '../config.js';
import type { Settings } from '../settings.js';
import { createStore } from '../store.js';
import type { Store } from '../store.js';
import type { Session } from './session.js';
import { createUserManager } from './user-manager.js';
import { createUserReader } from './user-reader.js';

interface SessionParts {
  readonly config: PageConfig;
  readonly settings: Store<Settings>;
  readonly pendingActions: PendingActions;
}

/** Loaded apart from the page, since whoever looks at it first needs no OpenID library. */
export async function openSession({
  config,
  settings,
  pendingActions,
}: SessionParts): Promise<Session> {
  const parameters: Record<string, string> = {};
  const userManager = createUserManager(config, parameters);
  const options = {
    userManager,
    pendingActions,
    loginHint: (claims: Claims) => proposeUser(claims, settings.get().stranger),
  };
  const popup = createOidcClientTsAdapter({ ...options, mode: 'popup' });
  const redirect = createOidcClientTsAdapter({ ...options, mode: 'redirect' });
  // An application has one of the two: the page lets one choose.
  const adapter: RedirectingAdapter = {
    ...popup,
    reauthenticate: (request) =>
      (settings.get().redirect ? redirect : popup).reauthenticate(request),
    handleRedirectCallback: (url) => redirect.handleRedirectCallback(url),
  };

  function applySettings(): void {
    if (settings.get().severed) parameters['sever_popup'] = '1';
    else delete parameters['sever_popup'];
  }
  settings.subscribe(applySettings);
  applySettings();

  const readUser = createUserReader(userManager, adapter);
  const user = createStore(await readUser());
  const refresh = async () => {
    const next = await readUser();
    if (next?.subject !== user.get()?.subject) user.set(next);
  };

  return {
    adapter,
    user,
    signIn: ({ age = 0, loginHint } = {}) =>
      userManager.signinRedirect({
        prompt: 'login',
        ...(loginHint !== undefined && { login_hint: loginHint }),
        ...(age > 0 && { extraQueryParams: { ...parameters, sign_in_age: age } }),
      }),
    async signOut() {
      await userManager.removeUser();
      await refresh();
    },
    refresh,
    async finishRedirect() {
      try {
        return await adapter.handleRedirectCallback();
      } finally {
        // Or the page would open for who was there before.
        await refresh();
      }
    },
  };
}

type Claims = Readonly<Record<string, unknown>>;

/** Who is proposed at the provider: the user, or, for the experiment, one of its other users. */
function proposeUser(claims: Claims, stranger: boolean): string | undefined {
  if (stranger) return claims['sub'] === 'bob' ? 'alice' : 'bob';
  const name = claims['preferred_username'] ?? claims['email'];
  return typeof name === 'string' ? name : undefined;
}
