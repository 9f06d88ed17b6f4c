import { decodeIdToken, isSameUser } from '../../client/index.js';
import { toReauthError } from '../sdk-error.js';
import type { UserManagerLike } from './user-manager.js';

/**
 * Renews the tokens without the user. Where they signed in anew elsewhere, at a provider whose renewed tokens tell of it, the SDK refuses
 * the answer, since its `auth_time` is not the stored token's: it is asked once more with nothing to compare with, and we compare.
 */
export async function renewSilently(userManager: UserManagerLike): Promise<void> {
  try {
    await userManager.signinSilent();
  } catch (error) {
    const elsewhere = error instanceof Error && error.message.includes('auth_time');
    if (!elsewhere) throw toReauthError(error);
    await renewUncompared(userManager);
  }
}

async function renewUncompared(userManager: UserManagerLike): Promise<void> {
  const before = await userManager.getUser();
  const stripped = await userManager.getUser();
  if (!before || !stripped) return;
  delete stripped.id_token;
  await userManager.storeUser(stripped);
  try {
    const user = await userManager.signinSilent();
    if (isSameUser(decodeIdToken(user?.id_token), decodeIdToken(before.id_token))) return;
    throw new Error('The provider renewed the token of another user');
  } catch (error) {
    await userManager.storeUser(before);
    throw toReauthError(error);
  }
}
