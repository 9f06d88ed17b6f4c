import { ReauthUserMismatchError } from '../../client/index.js';
import type { ReauthRequest } from '../../client/index.js';
import { assertCount, assertKnownOptions, assertOneOf } from '../../protocol/index.js';
import { authorizationParameters } from '../authorization-parameters.js';
import { isSameUser, readClaims } from '../claims.js';
import { leavePage } from '../leave-page.js';
import { openPopup } from '../popup.js';
import { createRedirects, ordinarySignIn, parseRedirectRecord } from '../redirects.js';
import type {
  HintOptions,
  RedirectingAdapter,
  RedirectOptions,
  RedirectResult,
} from '../redirecting-adapter.js';
import { toReauthError } from '../sdk-error.js';
import { createTokenGate } from '../token-gate.js';
import { untilAborted } from '../until-aborted.js';
import type { Auth0ClientLike } from './auth0-client.js';

export interface Auth0AdapterOptions extends RedirectOptions, HintOptions {
  readonly auth0: Auth0ClientLike;
  /** `'popup'` keeps the page and what it holds, and cannot work where the provider cuts the window off (Cross-Origin-Opener-Policy). @default 'popup' */
  readonly mode?: 'popup' | 'redirect' | undefined;
  /** Seconds for the user to sign in; the SDK's own 60 are too few for a second factor. @default 600 */
  readonly popupTimeout?: number | undefined;
  /** @default what the client was made with */
  readonly redirectUri?: string | undefined;
}

/** A wrong user who signs in is refused and signed out here: the SDK has dropped the session of the user before by then. */
export function createAuth0Adapter(options: Auth0AdapterOptions): RedirectingAdapter {
  assertKnownOptions('createAuth0Adapter', options, [
    'auth0',
    'mode',
    'popupTimeout',
    'redirectUri',
    'pendingActions',
    'returnTo',
    'idTokenHint',
    'loginHint',
  ]);
  const {
    auth0,
    mode = 'popup',
    popupTimeout = 600,
    redirectUri,
    pendingActions,
    returnTo,
    ...hints
  } = options;
  assertOneOf('mode', mode, ['popup', 'redirect']);
  assertCount('popupTimeout', popupTimeout);
  const read = async () => (await auth0.getIdTokenClaims())?.__raw;
  const gate = createTokenGate(read);
  const redirects = createRedirects({ pendingActions, returnTo });
  const listeners = new Set<() => void>();

  function loginOptions(request: ReauthRequest) {
    const authorizationParams = authorizationParameters(request, hints);
    return {
      authorizationParams: {
        ...authorizationParams,
        ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
      },
    };
  }

  async function signInWithPopup(request: ReauthRequest): Promise<undefined> {
    const popup = openPopup();
    const signIn = auth0
      .loginWithPopup(loginOptions(request), { popup, timeoutInSeconds: popupTimeout })
      .then(() => refuseOthers(request.idToken));
    try {
      await gate.during(request.idToken, untilAborted(request.signal, signIn));
    } catch (error) {
      popup.close();
      throw toReauthError(error);
    }
  }

  async function refuseOthers(before: string | undefined): Promise<void> {
    if (before === undefined || isSameUser(readClaims(before), readClaims(await read()))) return;
    await signOutHere();
    throw new ReauthUserMismatchError('Another user signed in');
  }

  async function signOutHere(): Promise<void> {
    await auth0.logout({ openUrl: false });
    notify();
  }

  async function signInWithRedirect(request: ReauthRequest) {
    try {
      const reauth = await redirects.begin(request);
      const leaving = leavePage(() =>
        auth0.loginWithRedirect({ ...loginOptions(request), appState: { reauth } }),
      );
      return await untilAborted(request.signal, leaving);
    } catch (error) {
      redirects.forget();
      throw toReauthError(error);
    }
  }

  async function finishRedirect(url?: string): Promise<RedirectResult> {
    try {
      const { appState } = await auth0.handleRedirectCallback(url);
      const record = parseRedirectRecord(
        (appState as { reauth?: unknown } | null | undefined)?.reauth,
      );
      if (!record) return ordinarySignIn(appState);
      return await redirects.end(record, await read());
    } catch (error) {
      if (ReauthUserMismatchError.is(error)) await signOutHere();
      throw toReauthError(error);
    } finally {
      notify();
    }
  }

  function notify(): void {
    for (const listener of listeners) listener();
  }

  return {
    getIdToken: () => gate.getIdToken(),
    reauthenticate: (request) =>
      mode === 'popup' ? signInWithPopup(request) : signInWithRedirect(request),
    async refreshIdToken() {
      try {
        await auth0.getTokenSilently({ cacheMode: 'off' });
        notify();
      } catch (error) {
        throw toReauthError(error);
      }
    },
    // The SDK tells nobody: this is what the adapter itself does.
    onTokenChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    handleRedirectCallback: (url) => gate.during(undefined, finishRedirect(url)),
  };
}
