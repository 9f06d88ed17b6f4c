import type { TokenRefusal } from '../../protocol/index.js';
import { claim } from '../claim.js';
import type { Claims } from '../claim.js';
import { audiencesOf, isText, LOGOUT_EVENT } from '../token-kind.js';
import type { Revocation } from './revocations.js';

/** Recommended is `logout+jwt`; many providers still send another kind of JWT, or no type. */
export function isLogoutType(typ: unknown): boolean {
  return typ === undefined || isText(typ, /^(?:application\/)?(?:logout\+)?jwt$/i);
}

/** OpenID Connect Back-Channel Logout 1.0 section 2.6, as far as it does not depend on the time. */
export function judgeLogoutClaims(
  claims: Claims,
  ours: ReadonlySet<unknown>,
): TokenRefusal | undefined {
  if (!audiencesOf(claims)?.some((one) => ours.has(one))) return 'wrong_audience';
  // With a nonce it would pass for an ID token elsewhere.
  if (!isLogoutEvent(claim(claims, 'events')) || Object.hasOwn(claims, 'nonce'))
    return 'wrong_type';
  const [subject, sessionId] = [claim(claims, 'sub'), claim(claims, 'sid')];
  const names = [subject, sessionId].filter((name) => name !== undefined);
  const areNames = names.length > 0 && names.every(isName);
  return areNames && isName(claim(claims, 'jti')) ? undefined : 'wrong_claim';
}

/** Seconds. Recommended is a life of two minutes (section 2.4); whoever gives one more does not need it to reach us. */
const LONGEST_DELIVERY = 600;

/** Of claims that were judged and whose signature was verified. */
export function readLogoutToken(claims: Claims, clockTolerance: number): Revocation {
  const issuedAt = claim(claims, 'iat') as number;
  const expiresAt = claim(claims, 'exp') as number;
  return {
    issuer: claim(claims, 'iss') as string,
    subject: claim(claims, 'sub') as string | undefined,
    sessionId: claim(claims, 'sid') as string | undefined,
    issuedAt,
    // So long its `jti` is remembered, hence the limit.
    expiresAt: Math.min(expiresAt, issuedAt + LONGEST_DELIVERY) + clockTolerance,
    tokenId: claim(claims, 'jti') as string,
  };
}

function isLogoutEvent(events: unknown): boolean {
  if (typeof events !== 'object' || events === null) return false;
  const event = claim(events as Claims, LOGOUT_EVENT);
  return typeof event === 'object' && event !== null && !Array.isArray(event);
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= 255;
}
