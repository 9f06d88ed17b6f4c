import {
  decodeIdToken,
  isSameUser,
  ReauthFailedError,
  ReauthUserMismatchError,
} from '../../client/index.js';
import type { ReauthError, ReauthRequest } from '../../client/index.js';
import {
  assertCount,
  assertFunction,
  assertKnownOptions,
  assertOneOf,
} from '../../protocol/index.js';
import { authorizationParameters } from '../authorization-parameters.js';
import { readHeldUser } from '../held-user.js';
import { openPopup } from '../popup.js';
import { createRedirectCallback } from '../redirect-callback.js';
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
import { untilSignedOut } from '../until-signed-out.js';
import type { Auth0ClientLike, LoginOptions } from './auth0-client.js';
import { createTokenEvents, onSignOutElsewhere } from './token-events.js';

export interface Auth0AdapterOptions extends RedirectOptions, HintOptions {
  readonly auth0: Auth0ClientLike;
  /**
   * `'popup'` keeps the page and what it holds. It cannot work where the provider cuts the window off
   * (Cross-Origin-Opener-Policy): the answer comes from the provider's own page. @default 'popup'
   */
  readonly mode?: 'popup' | 'redirect' | undefined;
  /** Seconds for the user to sign in; the SDK's own 60 are too few for a second factor. @default 600 */
  readonly popupTimeout?: number | undefined;
  /** @default what the client was made with */
  readonly redirectUri?: string | undefined;
}

/** Somebody else who signs in is refused and signed out here: by then the SDK has dropped the session of the user before. */
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
  const { auth0, mode = 'popup', popupTimeout = 600, redirectUri } = options;
  const { idTokenHint, loginHint } = options;
  assertFunction(
    'auth0.loginWithPopup',
    (auth0 as Partial<Auth0ClientLike> | undefined)?.loginWithPopup,
  );
  assertOneOf('mode', mode, ['popup', 'redirect']);
  assertOneOf('idTokenHint', idTokenHint, ['always', 'expired', 'never', undefined]);
  assertCount('popupTimeout', popupTimeout);
  const read = async () => (await auth0.getIdTokenClaims())?.__raw;
  const gate = createTokenGate(read);
  const redirects = createRedirects(options);
  const events = createTokenEvents();

  function optionsFor(request: ReauthRequest): LoginOptions {
    return {
      authorizationParams: {
        ...authorizationParameters(request, { idTokenHint, loginHint }),
        ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
      },
    };
  }

  async function reauthenticateInPopup(request: ReauthRequest): Promise<undefined> {
    const held = readHeldUser(request);
    const asked = optionsFor(request);
    const popup = openPopup();

    async function signIn(signedOut: AbortSignal) {
      signedOut.addEventListener('abort', () => void popup.close());
      await auth0.loginWithPopup(asked, { popup: popup.window, timeoutInSeconds: popupTimeout });
      if (signedOut.aborted) {
        await signOutHere();
        throw new Error('Signed in after signing out');
      }
      if (isSameUser(held, decodeIdToken(await read()))) return;
      await signOutHere();
      throw new ReauthUserMismatchError('Somebody else signed in');
    }

    try {
      const done = untilSignedOut(onSignOutElsewhere, signIn);
      await gate.during(request.idToken, untilAborted(request.signal, done));
    } catch (error) {
      void popup.close();
      throw explain(error);
    }
  }

  async function signOutHere(): Promise<void> {
    await auth0.logout({ openUrl: false });
    events.notify();
  }

  async function reauthenticateByRedirect(request: ReauthRequest) {
    const held = readHeldUser(request);
    return redirects.leave(request, held, (reauth) =>
      auth0.loginWithRedirect({ ...optionsFor(request), appState: { reauth } }),
    );
  }

  async function finishRedirect(url: string): Promise<RedirectResult> {
    const { appState } = await auth0.handleRedirectCallback(url);
    const kept = (appState as { reauth?: unknown } | null | undefined)?.reauth;
    const record = parseRedirectRecord(kept);
    if (!record) return ordinarySignIn(appState);
    try {
      return await redirects.comeBack(record, await read());
    } catch (error) {
      if (ReauthUserMismatchError.is(error)) await signOutHere();
      throw error;
    }
  }

  return {
    getIdToken: () => gate.getIdToken(),
    reauthenticate: mode === 'popup' ? reauthenticateInPopup : reauthenticateByRedirect,
    async refreshIdToken() {
      try {
        await auth0.getTokenSilently({ cacheMode: 'off' });
        events.notify();
      } catch (error) {
        throw toReauthError(error);
      }
    },
    onTokenChange: (listener) => events.subscribe(listener),
    handleRedirectCallback: createRedirectCallback(gate, finishRedirect),
  };
}

/** `PopupCancelledError` says no more than that `popup.closed` was true. */
function explain(error: unknown): ReauthError {
  const failure = toReauthError(error);
  const { error: code } = (error ?? {}) as { error?: unknown };
  if (code !== 'cancelled') return failure;
  const { cause } = failure;
  return new ReauthFailedError('The window was closed, or cut off by the provider', { cause });
}
