import type { ReauthAdapter } from './adapter.js';
import { decodeIdToken, isSameUser } from './id-token.js';
import type { UserSession } from './user-session.js';

/** A renewal that takes longer has failed, seconds. */
const TIMEOUT = 30;

/** One silent renewal, however many ask; `undefined` where it brought no new token of the same user. */
export function createRenewal(
  adapter: Pick<ReauthAdapter, 'refreshIdToken'>,
  session: UserSession,
): () => Promise<string | undefined> {
  let renewing: Promise<string | undefined> | undefined;

  async function renewOnce() {
    const [before, user] = [session.token(), session.claims()];
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const deadline = new Promise((_, reject) => {
        timer = setTimeout(reject, TIMEOUT * 1000);
      });
      await Promise.race([adapter.refreshIdToken?.(), deadline]);
      const token = await session.read();
      const claims = decodeIdToken(token);
      if (token === before || (user && !isSameUser(user, claims))) return undefined;
      session.learnServerTime(claims?.issuedAt);
      return token;
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  // Not within `renewOnce`, which is over at once where the adapter throws.
  return () =>
    (renewing ??= renewOnce().finally(() => {
      renewing = undefined;
    }));
}
