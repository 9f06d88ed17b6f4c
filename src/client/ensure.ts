import { ReauthCancelledError } from './errors.js';
import { decodeIdToken, isSameUser } from './id-token.js';
import type { PromptCycle } from './prompt-cycle.js';
import type { EnsureDemand } from './reauthenticator.js';
import { ReauthUnavailableError } from './refusal-errors.js';
import type { UserSession } from './user-session.js';
import { challengeOf } from './waiter.js';

/** Asks as if a server had, unless the sign-in is recent enough. The token says whose demand it is. */
export function createEnsure(
  session: UserSession,
  handle: PromptCycle['handle'],
): (demand: EnsureDemand, idToken: string | undefined) => Promise<void> {
  return async ({ maxAge, acrValues = [], ...operation }, idToken) => {
    const claims = session.claims();
    const challenge = challengeOf({ maxAge, acrValues, authTime: claims?.authTime });
    const user = decodeIdToken(idToken);
    if (user && !isSameUser(user, claims)) throw new ReauthCancelledError('logout', { challenge });
    // A token that does not say its `acr` may satisfy the server all the same.
    const isWeak =
      acrValues.length > 0 && typeof claims?.acr === 'string' && !acrValues.includes(claims.acr);
    if (session.isFresh(maxAge) && !isWeak) return;
    if (claims?.canReauthenticate === false) {
      throw new ReauthUnavailableError('This user cannot reauthenticate', { challenge });
    }
    await handle(challenge, { ...operation, idToken }, idToken);
  };
}
