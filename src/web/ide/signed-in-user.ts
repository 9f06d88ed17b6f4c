import { decodeIdToken } from 'graphql-recent-auth/client';
import { formatAge, formatCountdown } from '../duration.js';

/** Who the bar says is signed in, by their ID token. */
export interface SignedInUser {
  readonly name: string;
  /** What to propose to the provider. */
  readonly loginHint: string | undefined;
  /** Epoch seconds; `undefined` where the provider does not say. */
  readonly authTime: number | undefined;
  readonly expiresAt: number;
}

export function readUser(token: string | undefined): SignedInUser | undefined {
  const decoded = decodeIdToken(token);
  if (!decoded) return undefined;
  const { claims, subject, authTime, expiresAt } = decoded;
  const names = [claims['preferred_username'], claims['email'], claims['name']];
  const [name = subject] = names.filter((claim) => typeof claim === 'string' && claim !== '');
  const loginHint = names.slice(0, 2).includes(name) ? String(name) : undefined;
  return { name: String(name), loginHint, authTime, expiresAt };
}

/** Such as "signed in 14 minutes ago". */
export function describeSignIn({ authTime }: SignedInUser, now: number): string {
  if (authTime === undefined) return 'signed in, the provider does not say when';
  return `signed in ${formatAge(Math.max(0, now - authTime))} ago`;
}

/** Such as "ID token expires in 4:10". */
export function describeExpiry({ expiresAt }: SignedInUser, now: number): string {
  return now < expiresAt
    ? `ID token expires in ${formatCountdown(expiresAt - now)}`
    : `ID token expired ${formatAge(now - expiresAt)} ago: sign in again`;
}

export function isExpired({ expiresAt }: SignedInUser, now: number): boolean {
  return !(now < expiresAt);
}
