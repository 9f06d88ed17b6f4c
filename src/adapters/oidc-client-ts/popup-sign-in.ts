import { decodeIdToken, isSameUser, ReauthUserMismatchError } from '../../client/index.js';
import type { IdTokenClaims } from '../../client/index.js';
import { untilSignedOut } from '../until-signed-out.js';
import { createSignOutEvents } from './token-events.js';
import type { SigninPopupParameters, UserLike, UserManagerLike } from './user-manager.js';

/**
 * The SDK stores whoever signs in, whatever happened meanwhile: this puts back who was there before, and nobody where they have
 * signed out, here or in another tab.
 */
export function signInWithPopup(
  userManager: UserManagerLike,
  held: IdTokenClaims,
  { popupSignal, ...parameters }: SigninPopupParameters,
): Promise<void> {
  const before = userManager.getUser();
  const subscribe = createSignOutEvents(userManager);
  return untilSignedOut(subscribe, async (signedOut) => {
    const given = new AbortController();
    for (const signal of [popupSignal, signedOut]) {
      const giveUp = () => {
        given.abort();
      };
      if (signal.aborted) giveUp();
      signal.addEventListener('abort', giveUp);
    }
    const user = await userManager.signinPopup({ ...parameters, popupSignal: given.signal });
    if (signedOut.aborted) {
      await userManager.removeUser();
      throw new Error('Signed in after signing out');
    }
    if (isSameUser(held, decodeIdToken(user.id_token))) return;
    await restoreUser(userManager, await before);
    throw new ReauthUserMismatchError('Somebody else signed in');
  });
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
