import { ReauthUserMismatchError } from '../../client/index.js';
import type { ReauthRequest } from '../../client/index.js';
import { assertKnownOptions, assertOneOf } from '../../protocol/index.js';
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
import { createTokenEvents } from './token-events.js';
import { renewSilently } from './renew-silently.js';
import type { SigninParameters, UserLike, UserManagerLike } from './user-manager.js';

export interface OidcClientTsAdapterOptions extends RedirectOptions, HintOptions {
  readonly userManager: UserManagerLike;
  /**
   * `'popup'` keeps the page and what it holds; the page at `popup_redirect_uri` must call `userManager.signinPopupCallback()`, which works
   * also where the provider cuts the window off (Cross-Origin-Opener-Policy). @default 'popup'
   */
  readonly mode?: 'popup' | 'redirect' | undefined;
  /** @default what the UserManager uses in that mode */
  readonly redirectUri?: string | undefined;
}

/** A wrong user who signs in is refused, and the session is again that of the user before. */
export function createOidcClientTsAdapter(options: OidcClientTsAdapterOptions): RedirectingAdapter {
  assertKnownOptions('createOidcClientTsAdapter', options, [
    'userManager',
    'mode',
    'redirectUri',
    'pendingActions',
    'returnTo',
    'idTokenHint',
    'loginHint',
  ]);
  const { userManager, mode = 'popup', redirectUri, pendingActions, returnTo, ...hints } = options;
  assertOneOf('mode', mode, ['popup', 'redirect']);
  // `profile` would not do: the SDK leaves `auth_time` and `acr` out of it.
  const read = async () => (await userManager.getUser())?.id_token;
  const gate = createTokenGate(read);
  const redirects = createRedirects({ pendingActions, returnTo });

  function parametersFor(request: ReauthRequest): SigninParameters {
    const { id_token_hint: hint, ...parameters } = authorizationParameters(request, hints);
    return {
      ...parameters,
      ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
      // The SDK has no argument for it, and these take the place of the settings'.
      ...(hint !== undefined && {
        extraQueryParams: { ...userManager.settings.extraQueryParams, id_token_hint: hint },
      }),
    };
  }

  async function signInWithPopup(request: ReauthRequest): Promise<undefined> {
    const popup = openPopup(userManager.settings.popupWindowFeatures);
    const previous = userManager.getUser();
    // Closing the window does not end it: `closed` is true as well where the provider cut the window off.
    const signIn = userManager
      .signinPopup({
        ...parametersFor(request),
        popupWindowTarget: popup.name,
        popupSignal: request.signal,
        popupAbortOnClose: false,
      })
      .then(async (user) => {
        await refuseOthers(await previous, user);
      });
    try {
      await gate.during(request.idToken, untilAborted(request.signal, signIn));
    } catch (error) {
      popup.close();
      throw toReauthError(error);
    }
  }

  /** The SDK has stored whoever signed in. */
  async function refuseOthers(previous: UserLike | null, user: UserLike): Promise<void> {
    const before = readClaims(previous?.id_token);
    if (!before || isSameUser(before, readClaims(user.id_token))) return;
    await userManager.storeUser(previous);
    // Tells the application too.
    await userManager.getUser(true);
    throw new ReauthUserMismatchError('Another user signed in');
  }

  async function signInWithRedirect(request: ReauthRequest) {
    try {
      const reauth = await redirects.begin(request);
      const leaving = leavePage(() =>
        userManager.signinRedirect({ ...parametersFor(request), state: { reauth } }),
      );
      return await untilAborted(request.signal, leaving);
    } catch (error) {
      redirects.forget();
      throw toReauthError(error);
    }
  }

  async function finishRedirect(url?: string): Promise<RedirectResult> {
    try {
      const previous = await userManager.getUser();
      const user = await userManager.signinRedirectCallback(url);
      const state = user.state as { reauth?: unknown } | null | undefined;
      const record = parseRedirectRecord(state?.reauth);
      if (!record) return ordinarySignIn(user.state);
      await refuseOthers(previous, user);
      return await redirects.end(record, user.id_token);
    } catch (error) {
      throw toReauthError(error);
    }
  }

  return {
    getIdToken: () => gate.getIdToken(),
    reauthenticate: (request) =>
      mode === 'popup' ? signInWithPopup(request) : signInWithRedirect(request),
    refreshIdToken: () => renewSilently(userManager),
    onTokenChange: createTokenEvents(userManager),
    handleRedirectCallback: (url) => gate.during(undefined, finishRedirect(url)),
  };
}
