import type { TokenRefusal } from '../protocol/index.js';
import { claim } from './claim.js';
import type { Claims } from './claim.js';

/** From when until when a token holds, epoch seconds, as its issuer says. */
export interface Validity {
  readonly from: number;
  readonly until: number;
}

/** Tokens that live longer do not exist; times in milliseconds do. In seconds. */
const LONGEST_LIFE = 366 * 24 * 3600;

/** `undefined` where a time is missing or is none (RFC 7519 section 2, NumericDate). */
export function readValidity(claims: Claims): Validity | undefined {
  const until = claim(claims, 'exp');
  const issuedAt = claim(claims, 'iat');
  const notBefore = Object.hasOwn(claims, 'nbf') ? claims['nbf'] : issuedAt;
  if (!isTime(until) || !isTime(issuedAt) || !isTime(notBefore)) return undefined;
  return { from: Math.max(issuedAt, notBefore), until };
}

/** Asked of a new token, and again whenever a known one comes back. */
export function judgeValidity(
  validity: Validity,
  now: number,
  clockTolerance: number,
): TokenRefusal | undefined {
  if (!hasNotEnded(validity, now, clockTolerance)) return 'expired';
  if (!endsInSight(validity, now)) return 'wrong_claim';
  if (!hasBegun(validity, now, clockTolerance)) return 'not_yet_valid';
  return undefined;
}

export function hasNotEnded({ until }: Validity, now: number, clockTolerance: number): boolean {
  return now < until + clockTolerance;
}

export function endsInSight({ until }: Validity, now: number): boolean {
  return until <= now + LONGEST_LIFE;
}

export function hasBegun({ from }: Validity, now: number, clockTolerance: number): boolean {
  return from <= now + clockTolerance;
}

export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
