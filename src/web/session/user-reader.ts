import type { ReauthAdapter } from 'graphql-recent-auth/client';
import type { UserManager, UserProfile } from 'oidc-client-ts';
import type { User } from './session.js';

/** Who is signed in. While somebody is being asked to sign in again, whoever else comes in their place is not: the adapter refuses them. */
export function createUserReader(
  userManager: UserManager,
  adapter: ReauthAdapter,
): () => Promise<User | undefined> {
  return async function readUser() {
    try {
      // Waits until it is known.
      const idToken = await adapter.getIdToken();
      const user = await userManager.getUser();
      if (user?.id_token !== idToken) return await readUser();
      return user ? describe(user.profile) : undefined;
    } catch {
      // What cannot be read now will not be later: it would keep the page from opening for ever.
      await userManager.removeUser();
      return undefined;
    }
  };
}

function describe({ sub, name = 'You', preferred_username: username, email }: UserProfile): User {
  return { subject: sub, name, login: username ?? email };
}
