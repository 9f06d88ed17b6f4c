import type { ReauthAdapter } from './adapter.js';
import { withDeadline } from './deadline.js';
import { decodeIdToken, isSameUser } from './id-token.js';
import type { UserSession } from './user-session.js';

/** A token that could not be renewed is not tried again with every operation, seconds. */
const PAUSE = 60;

/**
 * One silent renewal, however many ask; `undefined` where it brought no new token of the same user.
 * Unless it is urgent, it is not tried again soon after it failed for this token.
 */
export function createRenewal(
  adapter: Pick<ReauthAdapter, 'refreshIdToken'>,
  session: UserSession,
): (isUrgent: boolean) => Promise<string | undefined> {
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

  return async (isUrgent) => {
    const token = session.token();
    const isPaused = failed?.token === token && Math.abs(session.now() - (failed?.at ?? 0)) < PAUSE;
    if (isPaused && !isUrgent) return undefined;
    // Not within `renewOnce`, which is over at once where the adapter throws.
    return (renewing ??= renewOnce().finally(() => {
      renewing = undefined;
    }));
  };
}
