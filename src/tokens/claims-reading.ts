import type { VerifiedAuthentication } from '../protocol/index.js';
import { claim } from './claim.js';
import type { Claims } from './claim.js';
import type { TokenKind } from './token-kind.js';

export const READING_MEMBERS = [
  'authTime',
  'acr',
  'canReauthenticate',
  'principal',
  'sessionId',
] as const;

/** What claims say about the caller, whatever the provider calls it. */
export type ClaimsReading = Pick<VerifiedAuthentication, (typeof READING_MEMBERS)[number]>;

/**
 * From what the standards take claims to say, to what this provider means by them. Gets frozen
 * claims whose signature was verified, and must stand whatever they are.
 */
export type ClaimsReader = (claims: Claims, reading: ClaimsReading) => ClaimsReading;

const CAN_REAUTHENTICATE = 'https://authgear.com/claims/user/can_reauthenticate';
const IS_ANONYMOUS = 'https://authgear.com/claims/user/is_anonymous';

/** OpenID Connect Core section 2, and Authgear's claims, which no standard has. */
export function readClaims(claims: Claims, kind: TokenKind): ClaimsReading {
  // Whoever acts for a user (RFC 8693 section 4.1) never signed in as that user, whatever the time says.
  const actsForAnother = claim(claims, 'act') !== undefined;
  return assertReading({
    authTime: actsForAnother ? NaN : claim(claims, 'auth_time'),
    acr: claim(claims, 'acr'),
    canReauthenticate: claim(claims, CAN_REAUTHENTICATE),
    principal: readPrincipal(claims, kind),
    sessionId: claim(claims, 'sid'),
  });
}

/** Somebody's reading of claims, each of its values in its range: what is none says nothing. */
export function assertReading(reading: {
  readonly [K in keyof ClaimsReading]: unknown;
}): ClaimsReading {
  const { authTime, acr, canReauthenticate, principal, sessionId } = reading;
  return {
    authTime: readAuthTime(authTime),
    acr: typeof acr === 'string' ? acr : undefined,
    canReauthenticate: typeof canReauthenticate === 'boolean' ? canReauthenticate : undefined,
    // Who is nothing that we know is not let in as a user.
    principal: principal === 'user' || principal === 'anonymous' ? principal : 'machine',
    sessionId: typeof sessionId === 'string' && sessionId !== '' ? sessionId : undefined,
  };
}

function readPrincipal(claims: Claims, kind: TokenKind): ClaimsReading['principal'] {
  const subject = claim(claims, 'sub') as string;
  // Authgear gives its machine-to-machine tokens such a subject.
  if (subject.startsWith('client_id_') || kind.isMachine(claims)) return 'machine';
  return claim(claims, IS_ANONYMOUS) === true ? 'anonymous' : 'user';
}

/** Older is safer, so a fraction is cut off. `NaN` is never fresh: the claim is there and says nothing. */
function readAuthTime(authTime: unknown): number | undefined {
  if (authTime === undefined) return undefined;
  const isTime = typeof authTime === 'number' && Number.isFinite(authTime) && authTime >= 0;
  return isTime ? Math.floor(authTime) : NaN;
}
