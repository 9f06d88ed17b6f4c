/** Everything the verdict on one sign-in depends on. All in seconds. */
export interface FreshnessCheck {
  readonly now: number;
  /** The oldest sign-in that is accepted; equal passes. */
  readonly maxAge: number;
  /** Clock difference forgiven to a sign-in from the future. It never widens `maxAge`. */
  readonly clockTolerance: number;
  /** When the token was issued: nobody signs in after that. */
  readonly issuedAt: number;
}

export type Freshness = 'fresh' | 'stale' | 'missing' | 'invalid';

/**
 * Judges `auth_time` (OpenID Connect Core section 2) against `max_age` (section 3.1.2.1).
 * `NaN`, milliseconds and times from the future are `invalid`: asking again cannot mend a clock.
 */
export function judgeFreshness(authTime: number | undefined, check: FreshnessCheck): Freshness {
  if (authTime === undefined) return 'missing';
  // Of any type, where a context was built by hand: text and lists compare as numbers.
  if (!Number.isFinite(authTime) || !Number.isFinite(check.issuedAt)) return 'invalid';
  const latest = Math.min(check.now, check.issuedAt) + check.clockTolerance;
  if (!(authTime >= 0 && authTime <= latest)) return 'invalid';
  return check.now - authTime <= check.maxAge ? 'fresh' : 'stale';
}

/** Whether the user proved who they are recently enough. */
export function isFresh(authTime: number | undefined, check: FreshnessCheck): boolean {
  return judgeFreshness(authTime, check) === 'fresh';
}
