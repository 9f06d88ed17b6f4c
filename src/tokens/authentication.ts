import type { VerifiedAuthentication } from '../protocol/index.js';
import { claim } from './claim.js';
import type { Claims } from './claim.js';
import type { TokenKind } from './token-kind.js';

const CAN_REAUTHENTICATE = 'https://authgear.com/claims/user/can_reauthenticate';
const IS_ANONYMOUS = 'https://authgear.com/claims/user/is_anonymous';
const NONE: readonly string[] = Object.freeze([]);

/**
 * What claims that were judged and whose signature was verified say about the caller. Owns the
 * claims from here on: they are frozen through and through.
 */
export function readAuthentication(
  claims: Record<string, unknown>,
  { issuer, kind }: { readonly issuer: string; readonly kind: TokenKind },
): VerifiedAuthentication {
  // The same text, but one for all the tokens that are remembered.
  claims['iss'] = issuer;
  deepFreeze(claims);
  const subject = claim(claims, 'sub') as string;
  return Object.freeze<VerifiedAuthentication>({
    status: 'authenticated',
    principal: readPrincipal(claims, subject, kind),
    issuer,
    subject,
    sessionId: readString(claims, 'sid'),
    authTime: readAuthTime(claim(claims, 'auth_time')),
    issuedAt: claim(claims, 'iat') as number,
    expiresAt: claim(claims, 'exp') as number,
    acr: readString(claims, 'acr'),
    amr: readMethods(claim(claims, 'amr')),
    canReauthenticate: readBoolean(claims, CAN_REAUTHENTICATE),
    claims,
  });
}

function readPrincipal(
  claims: Claims,
  subject: string,
  kind: TokenKind,
): VerifiedAuthentication['principal'] {
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

function readMethods(amr: unknown): readonly string[] {
  if (!Array.isArray(amr)) return NONE;
  const isText = (method: unknown): method is string => typeof method === 'string';
  return amr.every(isText) ? amr : Object.freeze(amr.filter(isText));
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
  const pending = [root];
  for (let next = pending.pop(); next; next = pending.pop()) {
    // Harmless here, but not in the hands of whoever copies claims by `Object.assign`.
    if (Object.hasOwn(next, '__proto__')) Reflect.deleteProperty(next, '__proto__');
    for (const value of Object.values(next) as unknown[]) {
      if (typeof value === 'object' && value !== null) pending.push(value);
    }
    Object.freeze(next);
  }
}
