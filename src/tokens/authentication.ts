import type { VerifiedAuthentication } from '../protocol/index.js';
import { claim } from './claims.js';
import type { Claims } from './claims.js';

const AUTHGEAR = 'https://authgear.com/claims/user/';
const NONE: readonly string[] = Object.freeze([]);

/**
 * What claims that were judged and whose signature was verified say about the caller. Owns the
 * claims from here on: they are frozen through and through.
 */
export function readAuthentication(claims: Record<string, unknown>): VerifiedAuthentication {
  deepFreeze(claims);
  const subject = claim(claims, 'sub') as string;
  return Object.freeze<VerifiedAuthentication>({
    status: 'authenticated',
    principal: readPrincipal(claims, subject),
    issuer: claim(claims, 'iss') as string,
    subject,
    sessionId: readString(claims, 'sid'),
    authTime: readAuthTime(claim(claims, 'auth_time')),
    issuedAt: claim(claims, 'iat') as number,
    expiresAt: claim(claims, 'exp') as number,
    acr: readString(claims, 'acr'),
    amr: readMethods(claim(claims, 'amr')),
    canReauthenticate: readBoolean(claims, `${AUTHGEAR}can_reauthenticate`),
    claims,
  });
}

function readPrincipal(claims: Claims, subject: string): VerifiedAuthentication['principal'] {
  // Authgear gives its machine-to-machine tokens such a subject.
  if (subject.startsWith('client_id_')) return 'machine';
  return claim(claims, `${AUTHGEAR}is_anonymous`) === true ? 'anonymous' : 'user';
}

/** Older is safer, so a fraction is cut off. `NaN` is never fresh: the claim is there and says nothing. */
function readAuthTime(authTime: unknown): number | undefined {
  if (authTime === undefined) return undefined;
  const isTime = typeof authTime === 'number' && Number.isFinite(authTime) && authTime >= 0;
  return isTime ? Math.floor(authTime) : NaN;
}

function readMethods(amr: unknown): readonly string[] {
  if (!Array.isArray(amr)) return NONE;
  return Object.freeze(amr.filter((method) => typeof method === 'string'));
}

function readString(claims: Claims, name: string): string | undefined {
  const value = claim(claims, name);
  return typeof value === 'string' ? value : undefined;
}

function readBoolean(claims: Claims, name: string): boolean | undefined {
  const value = claim(claims, name);
  return typeof value === 'boolean' ? value : undefined;
}

/** Not by recursion: how deep claims are nested is the issuer's choice. */
function deepFreeze(root: object): void {
  const pending: object[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    // Harmless here, but not in the hands of whoever copies claims by `Object.assign`.
    if (Object.hasOwn(next, '__proto__')) Reflect.deleteProperty(next, '__proto__');
    for (const value of Object.values(Object.freeze(next)) as unknown[]) {
      if (typeof value === 'object' && value !== null) pending.push(value);
    }
  }
}
