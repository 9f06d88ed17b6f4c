import type { ReauthAdapter } from './adapter.js';
import { withDeadline } from './deadline.js';
import { decodeIdToken, isSameUser } from './id-token.js';
import type { UserSession } from './user-session.js';

/** A token that could not be renewed is not tried again with every operation, seconds. */
const PAUSE = 60;

/** @param refused the token that an answer called expired: where there is a newer one of the same user by now, that is it */
export type Renew = (isUrgent: boolean, refused?: string) => Promise<string | undefined>;

/**
 * One silent renewal, however many ask; `undefined` where it brought no new token of the same user.
 * Unless it is urgent, it is not tried again soon after it failed for this token.
 */
export function createRenewal(
  adapter: Pick<ReauthAdapter, 'refreshIdToken'>,
  session: UserSession,
): Renew {
  let renewing: Promise<string | undefined> | undefined;
  let failed: { readonly token: string | undefined; readonly at: number } | undefined;

  async function renewOnce() {
    const [before, user] = [session.token(), session.claims()];
    try {
      await withDeadline(adapter.refreshIdToken?.());
      const token = await withDeadline(session.read());
      const claims = decodeIdToken(token);
      if (token !== before && (!user || isSameUser(user, claims))) {
        session.learnServerTime(claims?.issuedAt);
        return token;
      }
    } catch {
      // Said by bringing nothing.
    }
    failed = { token: before, at: session.now() };
    return undefined;
  }

  /** A provider may sign the very same token twice in a second, and that one did not fail. */
  function isNewer(token: string | undefined, refused: string): boolean {
    const isTheirs = isSameUser(decodeIdToken(refused), session.claims());
    return token !== refused && isTheirs && !session.isForgotten(refused);
  }

  return async (isUrgent, refused) => {
    const token = session.token();
    if (refused !== undefined && isNewer(token, refused)) return token;
    const isPaused = failed?.token === token && Math.abs(session.now() - (failed?.at ?? 0)) < PAUSE;
    if (isPaused && !isUrgent) return undefined;
    // Not within `renewOnce`, which is over at once where the adapter throws.
    return (renewing ??= renewOnce().finally(() => {
      renewing = undefined;
    }));
  };
}
