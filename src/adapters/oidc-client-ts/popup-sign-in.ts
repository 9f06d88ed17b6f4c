import {
  decodeIdToken,
  isSameUser,
  ReauthCancelledError,
  ReauthUserMismatchError,
} from '../../client/index.js';
import type { IdTokenClaims } from '../../client/index.js';
import type { SigninPopupParameters, UserLike, UserManagerLike } from './user-manager.js';

/**
 * The SDK stores whoever signs in, whatever happened meanwhile: this puts back who was there before, and nobody where they have
 * signed out.
 */
export async function signInWithPopup(
  userManager: UserManagerLike,
  held: IdTokenClaims,
  parameters: SigninPopupParameters,
): Promise<void> {
  const before = userManager.getUser();
  const meanwhile = { signedOut: false };
  const stopListening = userManager.events.addUserUnloaded(() => {
    meanwhile.signedOut = true;
  });
  try {
    const user = await userManager.signinPopup(parameters);
    if (meanwhile.signedOut) {
      await userManager.removeUser();
      throw new ReauthCancelledError('logout');
    }
    if (isSameUser(held, decodeIdToken(user.id_token))) return;
    await restoreUser(userManager, await before);
    throw new ReauthUserMismatchError('Somebody else signed in');
  } finally {
    stopListening();
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
