import { isSameUser, readClaims } from '../claims.js';
import { toReauthError } from '../sdk-error.js';
import type { UserManagerLike } from './user-manager.js';

/**
 * Renews the tokens without the user. Where they signed in anew elsewhere, in another tab say, the SDK refuses the provider's answer, since
 * its `auth_time` is another one than the token's that is stored: it is asked once more with nothing to compare with, and we compare.
 */
export async function renewSilently(userManager: UserManagerLike): Promise<void> {
  try {
    await userManager.signinSilent();
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('auth_time')))
      throw toReauthError(error);
    await renewWithoutComparing(userManager);
  }
}

async function renewWithoutComparing(userManager: UserManagerLike): Promise<void> {
  const previous = await userManager.getUser();
  const stripped = await userManager.getUser();
  if (!previous || !stripped) return;
  delete stripped.id_token;
  await userManager.storeUser(stripped);
  try {
    const user = await userManager.signinSilent();
    if (isSameUser(readClaims(user?.id_token), readClaims(previous.id_token))) return;
    throw new Error('The provider renewed the token of another user');
  } catch (error) {
    await userManager.storeUser(previous);
    throw toReauthError(error);
  }
}
