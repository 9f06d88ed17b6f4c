import { decodeIdToken, isSameUser, ReauthUserMismatchError } from '../../client/index.js';
import type { IdTokenClaims } from '../../client/index.js';
import { delay } from '../delay.js';
import type { Popup } from '../popup.js';
import { untilSignedOut } from '../until-signed-out.js';
import { createSignOutEvents } from './token-events.js';
import type { SigninParameters, UserLike, UserManagerLike } from './user-manager.js';

export interface PopupSignIn {
  readonly popup: Popup;
  /** The user gave up. */
  readonly signal: AbortSignal;
  readonly parameters: SigninParameters;
}

/**
 * The SDK stores whoever signs in, whatever happened meanwhile: this puts back who was there before, and nobody where they have
 * signed out, here or in another tab.
 */
export function signInWithPopup(
  userManager: UserManagerLike,
  held: IdTokenClaims,
  { popup, signal, parameters }: PopupSignIn,
): Promise<void> {
  const before = userManager.getUser();
  const subscribe = createSignOutEvents(userManager);
  return untilSignedOut(subscribe, async (signedOut) => {
    const user = await untilGivenUp([signal, signedOut], popup, (popupSignal) =>
      userManager.signinPopup({
        ...parameters,
        popupSignal,
        popupWindowTarget: popup.window.name,
        // `closed` is true as well where the provider cut the window off.
        popupAbortOnClose: false,
      }),
    );
    if (signedOut.aborted) {
      await userManager.removeUser();
      throw new Error('Signed in after signing out');
    }
    if (isSameUser(held, decodeIdToken(user.id_token))) return;
    await restoreUser(userManager, await before);
    throw new ReauthUserMismatchError('Somebody else signed in');
  });
}

/** Milliseconds. */
const TELL_EVERY = 100;

/**
 * Has the SDK give up with the first of the signals, when its window is closed: it would close it itself, at any moment. It hears of
 * it only once it has sent the window to the provider, and would wait for ever for one that was told before.
 */
async function untilGivenUp<T>(
  signals: readonly AbortSignal[],
  popup: Popup,
  signIn: (given: AbortSignal) => Promise<T>,
): Promise<T> {
  const given = new AbortController();
  let isDone = false;
  async function giveUp() {
    await popup.close();
    given.abort();
    while (!isDone) {
      await delay(TELL_EVERY);
      given.signal.dispatchEvent(new Event('abort'));
    }
  }
  for (const signal of signals) {
    if (signal.aborted) void giveUp();
    signal.addEventListener('abort', () => void giveUp(), { once: true });
  }
  try {
    return await signIn(given.signal);
  } finally {
    isDone = true;
  }
}

export async function restoreUser(
  userManager: UserManagerLike,
  user: UserLike | null,
): Promise<void> {
  if (!user) return userManager.removeUser();
  await userManager.storeUser(user);
  // Tells the application, too.
  await userManager.getUser(true);
}
