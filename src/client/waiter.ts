import { assertSeconds, ConfigurationError, isAcrValue } from '../protocol/index.js';
import type { ReauthChallenge } from '../protocol/index.js';
import type { HeldOperation } from './adapter.js';
import { ReauthCancelledError } from './errors.js';
import type { ReauthError } from './errors.js';
import { decodeIdToken, isSameUser } from './id-token.js';
import type { IdTokenClaims } from './id-token.js';
import type { HandleOptions } from './reauthenticator.js';
import {
  ReauthStillStaleError,
  ReauthUnavailableError,
  ReauthUserMismatchError,
} from './refusal-errors.js';

/** One operation that is held until its user has signed in again. */
export interface Waiter {
  readonly challenge: ReauthChallenge;
  readonly operation: HeldOperation;
  /** Whose operation it is, by the token that was sent with it. */
  user: IdTokenClaims | undefined;
  /** `auth_time` of what was refused: the sent token's own, where it is known which one that was, or else what the server says of it. */
  before: number | undefined;
  /** The sign-in under way was asked for on behalf of this one, too. */
  covered: boolean;
  readonly release: (token: string) => void;
  readonly refuse: (error: ReauthError) => void;
  /** The token to send it with. */
  readonly released: Promise<string>;
}

export function createWaiter(
  challenge: ReauthChallenge,
  { operationName, description, variables, idToken }: HandleOptions,
  current: string | undefined,
): Waiter {
  const user = decodeIdToken(idToken ?? current);
  let release: Waiter['release'] = () => undefined;
  let refuse: Waiter['refuse'] = () => undefined;
  const released = new Promise<string>((resolve, reject) => {
    release = resolve;
    refuse = reject;
  });
  return {
    challenge,
    operation: { operationName, description, variables },
    user,
    before:
      idToken === undefined
        ? (challenge.authTime ?? user?.authTime)
        : (user?.authTime ?? challenge.authTime),
    covered: false,
    release,
    refuse,
    released,
  };
}

/**
 * What a demand of the application's own would be if a server had made it.
 * @throws {ConfigurationError} where it is out of range: it may end in a URL
 */
export function challengeOf({ maxAge, acrValues, authTime }: OwnDemand): ReauthChallenge {
  assertSeconds('maxAge', maxAge);
  if (!acrValues.every(isAcrValue)) {
    throw new ConfigurationError('"acrValues" must be printable ASCII without space or quote');
  }
  return {
    code: 'REAUTH_REQUIRED',
    reason: undefined,
    maxAge,
    authTime,
    serverTime: undefined,
    canReauthenticate: undefined,
    remedy: 'REAUTHENTICATE',
    acrValues,
    fields: [],
    executed: false,
    ticket: undefined,
  };
}

interface OwnDemand {
  readonly maxAge: number;
  readonly acrValues: readonly string[];
  readonly authTime: number | undefined;
}

interface SignInNow {
  readonly claims: IdTokenClaims | undefined;
  /** Seconds since the sign-in that is looked at. */
  readonly age: number;
  /** Seconds that the user has had to sign in: it is no older than that, whatever its `maxAge`. */
  readonly allowance: number;
}

/** Whether the user's token releases the operation now; an error where it never will. */
export function judge(
  { challenge, user, before }: Waiter,
  { claims, age, allowance }: SignInNow,
): boolean | ReauthError {
  if (!user) return new ReauthUnavailableError('Nobody is signed in', { challenge });
  if (!claims) return new ReauthCancelledError('logout', { challenge });
  if (!isSameUser(user, claims)) {
    return new ReauthUserMismatchError('Somebody else signed in', { challenge });
  }
  const { authTime, acr } = claims;
  if (authTime === undefined) return false;
  const advanced =
    before === undefined ||
    authTime > before ||
    // A second factor alone may leave the time as it was.
    (authTime === before && acr !== user.acr && challenge.acrValues.some((value) => value === acr));
  return advanced && (challenge.maxAge === 0 || age <= Math.max(challenge.maxAge, allowance));
}

/** Why a sign-in that came to an end did not help. */
export function stillStale(
  { challenge, before }: Waiter,
  now: IdTokenClaims | undefined,
): ReauthError {
  const why =
    now?.authTime === undefined
      ? 'the new ID token has no auth_time: the provider must be asked for it with max_age'
      : now.authTime === before
        ? 'auth_time did not change: the provider did not ask the user'
        : 'its auth_time is too old still';
  return new ReauthStillStaleError(`Signed in, but ${why}`, { challenge });
}
