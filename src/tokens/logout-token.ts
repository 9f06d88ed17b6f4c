import type { TokenRefusal } from '../protocol/index.js';
import { claim } from './claim.js';
import type { Claims } from './claim.js';
import { audiencesOf, isText, LOGOUT_EVENT } from './token-kind.js';
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

/** Of claims that were judged and whose signature was verified. */
export function readLogoutToken(claims: Claims): Revocation {
  return {
    issuer: claim(claims, 'iss') as string,
    subject: claim(claims, 'sub') as string | undefined,
    sessionId: claim(claims, 'sid') as string | undefined,
    issuedAt: claim(claims, 'iat') as number,
    expiresAt: claim(claims, 'exp') as number,
    tokenId: claim(claims, 'jti') as string,
  };
}

function isLogoutEvent(events: unknown): boolean {
  if (typeof events !== 'object' || events === null) return false;
  const event = claim(events as Claims, LOGOUT_EVENT);
  return typeof event === 'object' && event !== null;
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= 255;
}
