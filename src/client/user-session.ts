import { isFresh } from '../protocol/index.js';
import type { Clock } from '../protocol/index.js';
import type { ReauthAdapter } from './adapter.js';
import { decodeIdToken } from './id-token.js';
import type { IdTokenClaims } from './id-token.js';

/** So many tokens are known again; what was sent with an older one has long been answered. */
const TOKENS_SEEN = 100;

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
  /** After how many sign-outs each token was seen last. */
  const seen = new Map<string, number>();
  let signOuts = 0;

  const now = () => clock() + ahead;

  async function read() {
    const before = signOuts;
    const token = (await adapter.getIdToken()) ?? undefined;
    // The user signed out meanwhile, and may be another one by now.
    if (before !== signOuts) return read();
    if (token !== current) remember(token);
    return token;
  }

  function remember(token: string | undefined) {
    const previous = claims;
    current = token;
    claims = decodeIdToken(token);
    if (token === undefined) signOuts += 1;
    else {
      seen.delete(token);
      seen.set(token, signOuts);
      const [oldest = token] = seen.keys();
      if (seen.size > TOKENS_SEEN) seen.delete(oldest);
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

  return {
    claims: () => claims,
    token: () => current,
    now,
    learnServerTime,
    read,
    isFresh: (maxAge) =>
      claims !== undefined &&
      isFresh(claims.authTime, { now: now(), maxAge, clockTolerance, issuedAt: claims.issuedAt }),
    forget() {
      signOuts += 1;
      current = claims = undefined;
      onChange();
    },
    isForgotten: (token) => token !== undefined && (seen.get(token) ?? signOuts) !== signOuts,
  };
}
