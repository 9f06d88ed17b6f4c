import { decodeIdToken, ReauthUnavailableError } from '../../client/index.js';
import type { IdTokenClaims, ReauthRequest } from '../../client/index.js';
import {
  assertFunction,
  assertKnownOptions,
  ConfigurationError,
  systemClock,
} from '../../protocol/index.js';
import { readHeldUser } from '../held-user.js';
import { createRedirectCallback } from '../redirect-callback.js';
import { createRedirects, ordinarySignIn } from '../redirects.js';
import type {
  RedirectingAdapter,
  RedirectOptions,
  RedirectResult,
} from '../redirecting-adapter.js';
import { toReauthError } from '../sdk-error.js';
import { createTokenGate } from '../token-gate.js';
import { untilAborted } from '../until-aborted.js';
import { keepDeparture, takeDeparture } from './departure.js';
import { createTokenEvents } from './token-events.js';
import type { WebContainerLike } from './web-container.js';

export interface AuthgearAdapterOptions extends RedirectOptions {
  /** `await authgear.configure(…)` comes before anything is asked of the adapter. */
  readonly authgear: WebContainerLike;
  /** The page that calls `handleRedirectCallback`. */
  readonly redirectURI: string;
}

/**
 * Always leaves the page: the SDK has no popup. It puts the ID token into the authorization URL while it is live, and cannot ask for `acr`.
 * Somebody else who signs in where `remedy` is `LOGIN` is refused, and stays signed in.
 */
export function createAuthgearAdapter(options: AuthgearAdapterOptions): RedirectingAdapter {
  assertKnownOptions('createAuthgearAdapter', options, [
    'authgear',
    'redirectURI',
    'pendingActions',
    'returnTo',
  ]);
  const { authgear, redirectURI } = options;
  assertFunction(
    'authgear.refreshIDToken',
    (authgear as Partial<WebContainerLike> | undefined)?.refreshIDToken,
  );
  if (!URL.canParse(redirectURI))
    throw new ConfigurationError('"redirectURI" must be an absolute URL');
  const gate = createTokenGate(read);
  const redirects = createRedirects(options);
  const events = createTokenEvents(authgear);
  let loading: Promise<void> | undefined;
  /** The SDK may hold the token of somebody who came back instead. */
  let isWithheld = false;

  /** After a page was loaded there is a session and no ID token. */
  async function read(): Promise<string | undefined> {
    if (isWithheld || authgear.sessionState !== 'AUTHENTICATED') return undefined;
    const token = authgear.getIDTokenHint();
    if (token !== undefined) return token;
    loading ??= authgear.refreshIDToken().finally(() => {
      loading = undefined;
    });
    await loading;
    return authgear.getIDTokenHint();
  }

  async function refresh(): Promise<void> {
    try {
      await authgear.refreshIDToken();
    } catch (error) {
      throw toReauthError(error);
    }
    isWithheld = false;
    events.notify();
  }

  async function reauthenticate(request: ReauthRequest) {
    const held = readHeldUser(request);
    // What it says may be out of date, and the SDK goes by its `can_reauthenticate`.
    await untilAborted(request.signal, refresh());
    if (hasSignedInElsewhere(held, request)) return undefined;
    const isOrdinary = request.remedy === 'LOGIN';
    if (!isOrdinary && !authgear.canReauthenticate()) {
      throw new ReauthUnavailableError('This user cannot reauthenticate');
    }
    return redirects.leave(request, held, async (record) => {
      keepDeparture({ record, isOrdinary });
      const target = { redirectURI, state: record.id };
      // The SDK's own type for it is an enum of this text.
      if (isOrdinary) await authgear.startAuthentication({ ...target, prompt: 'login' as never });
      else await authgear.startReauthentication({ ...target, maxAge: 0 });
    });
  }

  /** All tabs share a session at Authgear: another one may have had the user sign in. */
  function hasSignedInElsewhere(held: IdTokenClaims, { maxAge, acrValues }: ReauthRequest) {
    const authTime = decodeIdToken(authgear.getIDTokenHint())?.authTime;
    if (authTime === undefined || acrValues.length > 0) return false;
    return authTime > (held.authTime ?? 0) && systemClock() - authTime < maxAge;
  }

  async function finishRedirect(url: string): Promise<RedirectResult> {
    const state = new URL(url).searchParams.get('state');
    // The SDK hands `state` back without looking at it.
    const departure = takeDeparture(state);
    if (departure && !departure.isOrdinary) await authgear.finishReauthentication();
    else await authgear.finishAuthentication();
    if (!departure) return ordinarySignIn(state ?? undefined);
    try {
      return await redirects.comeBack(departure.record, authgear.getIDTokenHint());
    } catch (error) {
      isWithheld = true;
      throw error;
    } finally {
      // That was the answer's ID token. This brings the session's own: of the user before where somebody else came, unless the
      // provider has signed them out for it.
      await refresh().catch(() => undefined);
    }
  }

  return {
    getIdToken: () => gate.getIdToken(),
    reauthenticate,
    refreshIdToken: refresh,
    onTokenChange: (listener) => events.subscribe(listener),
    handleRedirectCallback: createRedirectCallback(gate, finishRedirect),
  };
}
