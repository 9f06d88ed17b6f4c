import { isFresh } from '../protocol/index.js';
import type { Clock } from '../protocol/index.js';
import type { ReauthAdapter } from './adapter.js';
import { decodeIdToken, isSameUser } from './id-token.js';
import type { IdTokenClaims } from './id-token.js';

/** A renewal that takes longer has failed, seconds. */
const RENEWAL_TIMEOUT = 30;

/** The signed-in user, as far as the tokens seen so far tell, and the server's time. */
export interface UserSession {
  /** Of the token seen last; `undefined` where nobody is signed in. */
  readonly claims: () => IdTokenClaims | undefined;
  /** The token seen last. */
  readonly token: () => string | undefined;
  /** The server's time, as well as it is known. */
  readonly now: () => number;
  /** From a challenge, or the `iat` of a token that was made just now. */
  readonly learnServerTime: (serverTime: number | undefined) => void;
  readonly isFresh: (maxAge: number) => boolean;
  /** Asks the adapter for its token and remembers what it says. */
  readonly read: () => Promise<string | undefined>;
  /** One silent renewal, however many ask; `undefined` where it brought no new token of the same user. */
  readonly renew: () => Promise<string | undefined>;
  /** Forgets the user. */
  readonly forget: () => void;
  /** The token was seen before the user was forgotten: what was sent with it is nobody's any more. */
  readonly isForgotten: (token: string | undefined) => boolean;
}

export function createUserSession(
  adapter: ReauthAdapter,
  clock: Clock,
  clockTolerance: number,
  onChange: () => void,
): UserSession {
  let claims: IdTokenClaims | undefined;
  let current: string | undefined;
  let ahead = 0;
  let seen = new Set<string>();
  let forgotten = new Set<string>();
  let renewing: Promise<string | undefined> | undefined;

  const now = () => clock() + ahead;

  async function read() {
    const before = seen;
    const token = (await adapter.getIdToken()) ?? undefined;
    // The user signed out meanwhile, and may be another one by now.
    if (before !== seen) return read();
    if (token !== current) remember(token);
    return token;
  }

  function remember(token: string | undefined) {
    const previous = claims;
    current = token;
    claims = decodeIdToken(token);
    if (token !== undefined) {
      seen.add(token);
      forgotten.delete(token);
    }
    // No token is from the future: our clock is behind.
    if (claims && claims.issuedAt > now()) learnServerTime(claims.issuedAt);
    if (previous?.authTime !== claims?.authTime || previous?.subject !== claims?.subject)
      onChange();
  }

  function learnServerTime(serverTime: number | undefined) {
    const difference = Number(serverTime) - clock();
    if (Number.isFinite(difference)) ahead = Math.abs(difference) > clockTolerance ? difference : 0;
  }

  async function renewOnce() {
    const before = { current, claims };
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const deadline = new Promise((_, reject) => {
        timer = setTimeout(reject, RENEWAL_TIMEOUT * 1000);
      });
      await Promise.race([adapter.refreshIdToken?.(), deadline]);
      const token = await read();
      const isNew =
        token !== before.current && (!before.claims || isSameUser(before.claims, claims));
      if (isNew) learnServerTime(claims?.issuedAt);
      return isNew ? token : undefined;
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
      renewing = undefined;
    }
  }

  return {
    claims: () => claims,
    token: () => current,
    now,
    learnServerTime,
    read,
    renew: () => (renewing ??= renewOnce()),
    isFresh: (maxAge) =>
      claims !== undefined &&
      isFresh(claims.authTime, { now: now(), maxAge, clockTolerance, issuedAt: claims.issuedAt }),
    forget() {
      forgotten = seen;
      seen = new Set();
      current = claims = undefined;
      onChange();
    },
    isForgotten: (token) => token !== undefined && forgotten.has(token),
  };
}
