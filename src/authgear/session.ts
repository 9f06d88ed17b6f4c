import type { VerifiedAuthentication } from '../protocol/index.js';
import { KeysUnavailableError } from '../tokens/index.js';

/**
 * What the resolver says of credentials: a session, or none any more. `'none'` where it says nothing, as for a
 * request without credentials.
 */
export type Session = VerifiedAuthentication | 'invalid' | 'none';

/** Of credentials that it was shown, it always says one or the other. */
export type FoundSession = Exclude<Session, 'none'>;

/** Every value of a header of the resolver's answer. */
export type ReadHeader = (name: string) => readonly string[];

export interface Answered {
  /** The project's origin: the `iss` of its tokens. */
  readonly issuer: string;
  /** When the resolver was asked, epoch seconds. */
  readonly at: number;
}

/** Seconds for which an answer holds, for whoever keeps it: as long as a context does. */
const LIFE = 60;
const CLAIM = 'https://authgear.com/claims/user/';
const USER_ID = /^[\x21-\x2b\x2d-\x7e]{1,255}$/;
/** Seconds, until the year 2286; milliseconds are longer. */
const TIME = /^(?:0|[1-9]\d{0,9})$/;

/** Reads the resolver's answer. Throws a `KeysUnavailableError` for one that Authgear never gives. */
export function readSession(read: ReadHeader, { issuer, at }: Answered): Session {
  const valid = only(read, 'session-valid');
  if (valid === undefined) return 'none';
  if (!isBoolean(valid)) throw unusable('session-valid');
  if (valid === 'false') return 'invalid';
  const subject = only(read, 'user-id') ?? '';
  if (!USER_ID.test(subject)) throw unusable('user-id');
  // A proxy that forgot it would make users of all those who never signed in.
  const isAnonymous = readBoolean(read, 'user-anonymous');
  if (isAnonymous === undefined) throw unusable('user-anonymous');
  const authTime = readTime(only(read, 'session-authenticated-at'));
  const canReauthenticate = readBoolean(read, 'user-can-reauthenticate');
  const isVerified = readBoolean(read, 'user-verified');
  const amr = Object.freeze((only(read, 'session-amr') ?? '').split(/[ ,]+/).filter(Boolean));
  return Object.freeze<VerifiedAuthentication>({
    status: 'authenticated',
    principal: isAnonymous ? 'anonymous' : 'user',
    ...{ issuer, subject, sessionId: undefined, authTime },
    ...{ issuedAt: at, expiresAt: at + LIFE },
    ...{ acr: undefined, amr, canReauthenticate },
    // By the names that they have in Authgear's tokens.
    claims: Object.freeze({
      ...{ iss: issuer, sub: subject, amr, [`${CLAIM}is_anonymous`]: isAnonymous },
      ...(Number.isFinite(authTime) && { auth_time: authTime }),
      ...(isVerified !== undefined && { [`${CLAIM}is_verified`]: isVerified }),
      ...(canReauthenticate !== undefined && {
        [`${CLAIM}can_reauthenticate`]: canReauthenticate,
      }),
    }),
  });
}

/** `undefined` also where it is empty, as proxies leave out what is. */
function only(read: ReadHeader, name: string): string | undefined {
  const values = read(`x-authgear-${name}`);
  if (values.length > 1) throw unusable(name);
  return values[0] === '' ? undefined : values[0];
}

/** `NaN` is never fresh: there is a time, and it says nothing. */
function readTime(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  return TIME.test(value) ? Number(value) : NaN;
}

function readBoolean(read: ReadHeader, name: string): boolean | undefined {
  const value = only(read, name);
  return isBoolean(value) ? value === 'true' : undefined;
}

function isBoolean(value: unknown): value is 'true' | 'false' {
  return value === 'true' || value === 'false';
}

function unusable(name: string): KeysUnavailableError {
  return new KeysUnavailableError(
    `"x-authgear-${name}" came in a form that Authgear's resolver never gives it`,
  );
}
