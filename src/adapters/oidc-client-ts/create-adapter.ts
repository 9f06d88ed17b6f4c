import { ReauthUserMismatchError } from '../../client/index.js';
import type { ReauthRequest } from '../../client/index.js';
import { assertFunction, assertKnownOptions, assertOneOf } from '../../protocol/index.js';
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
import { restoreUser, signInWithPopup } from './popup-sign-in.js';
import { renewSilently } from './renew-silently.js';
import { createTokenEvents } from './token-events.js';
import type { SigninParameters, UserManagerLike } from './user-manager.js';

export interface OidcClientTsAdapterOptions extends RedirectOptions, HintOptions {
  readonly userManager: UserManagerLike;
  /**
   * `'popup'` keeps the page and what it holds; the page at `popup_redirect_uri` must call `userManager.signinPopupCallback()`,
   * which works also where the provider cuts the window off (Cross-Origin-Opener-Policy). @default 'popup'
   */
  readonly mode?: 'popup' | 'redirect' | undefined;
  /** @default what the UserManager uses in that mode */
  readonly redirectUri?: string | undefined;
}

/** Somebody else who signs in is refused, and the session is again that of the user before. */
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
  const { userManager, mode = 'popup', redirectUri, idTokenHint, loginHint } = options;
  assertFunction(
    'userManager.signinPopup',
    (userManager as Partial<UserManagerLike> | undefined)?.signinPopup,
  );
  assertOneOf('mode', mode, ['popup', 'redirect']);
  assertOneOf('idTokenHint', idTokenHint, ['always', 'expired', 'never', undefined]);
  // `profile` would not do: the SDK leaves `auth_time` and `acr` out of it.
  const gate = createTokenGate(async () => (await userManager.getUser())?.id_token);
  const redirects = createRedirects(options);

  function parametersFor(request: ReauthRequest): SigninParameters {
    const asked = authorizationParameters(request, { idTokenHint, loginHint });
    const { id_token_hint: hint, ...parameters } = asked;
    return {
      ...parameters,
      ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
      // The SDK has no argument for it, and these take the place of the settings'.
      ...(hint !== undefined && {
        extraQueryParams: { ...userManager.settings.extraQueryParams, id_token_hint: hint },
      }),
    };
  }

  async function reauthenticateInPopup(request: ReauthRequest): Promise<undefined> {
    const held = readHeldUser(request);
    const parameters = parametersFor(request);
    const popup = openPopup(userManager.settings.popupWindowFeatures);
    const signIn = signInWithPopup(userManager, held, {
      popup,
      signal: request.signal,
      parameters,
    });
    try {
      // The gate stays shut until the SDK is done, also where nobody waits for it any more.
      await untilAborted(request.signal, gate.during(request.idToken, signIn));
    } catch (error) {
      void popup.close();
      throw toReauthError(error);
    }
  }

  async function reauthenticateByRedirect(request: ReauthRequest) {
    const held = readHeldUser(request);
    return redirects.leave(request, held, (reauth) =>
      userManager.signinRedirect({ ...parametersFor(request), state: { reauth } }),
    );
  }

  async function finishRedirect(url: string): Promise<RedirectResult> {
    const before = await userManager.getUser();
    const { state, id_token: idToken } = await userManager.signinRedirectCallback(url);
    const record = parseRedirectRecord((state as { reauth?: unknown } | null | undefined)?.reauth);
    if (!record) return ordinarySignIn(state);
    try {
      return await redirects.comeBack(record, idToken);
    } catch (error) {
      if (ReauthUserMismatchError.is(error)) await restoreUser(userManager, before);
      throw error;
    }
  }

  return {
    getIdToken: () => gate.getIdToken(),
    reauthenticate: mode === 'popup' ? reauthenticateInPopup : reauthenticateByRedirect,
    refreshIdToken: () => renewSilently(userManager),
    onTokenChange: createTokenEvents(userManager),
    handleRedirectCallback: createRedirectCallback(gate, finishRedirect),
  };
}
