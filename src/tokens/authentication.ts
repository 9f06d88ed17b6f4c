import type { VerifiedAuthentication } from '../protocol/index.js';
import { claim } from './claim.js';
import { assertReading, READING_MEMBERS, readClaims } from './claims-reading.js';
import type { ClaimsReader, ClaimsReading } from './claims-reading.js';
import type { TokenKind } from './token-kind.js';

export interface AuthenticationOptions {
  readonly issuer: string;
  readonly kind: TokenKind;
  /** The preset's and the application's, in this order. */
  readonly readers: readonly ClaimsReader[];
}

const NONE: readonly string[] = Object.freeze([]);

/**
 * What claims that were judged and whose signature was verified say about the caller. Owns the
 * claims from here on: they are frozen through and through. Throws what a reader throws.
 */
export function readAuthentication(
  claims: Record<string, unknown>,
  { issuer, kind, readers }: AuthenticationOptions,
): VerifiedAuthentication {
  // The same text, but one for all the tokens that are remembered.
  claims['iss'] = issuer;
  deepFreeze(claims);
  let reading = readClaims(claims, kind);
  for (const read of readers) reading = assertReading(assertWhole(read(claims, reading)));
  return Object.freeze<VerifiedAuthentication>({
    status: 'authenticated',
    principal: reading.principal,
    issuer,
    subject: claim(claims, 'sub') as string,
    sessionId: reading.sessionId,
    authTime: reading.authTime,
    issuedAt: claim(claims, 'iat') as number,
    expiresAt: claim(claims, 'exp') as number,
    acr: reading.acr,
    amr: readMethods(claim(claims, 'amr')),
    canReauthenticate: reading.canReauthenticate,
    claims,
  });
}

/**
 * Where no TypeScript is written, a reader may be asynchronous, and its promise would pass for a reading that says
 * nothing; or it may misspell a member, and what it meant to replace would stay in force.
 */
function assertWhole(reading: ClaimsReading): ClaimsReading {
  if ('then' in reading) {
    // Nobody waits for it, and a failure that nobody handles ends the process.
    Promise.resolve(reading).catch(() => undefined);
    throw new TypeError('A reader of claims must not be asynchronous');
  }
  const isMember = (name: string) => (READING_MEMBERS as readonly string[]).includes(name);
  if (Object.keys(reading).every(isMember)) return reading;
  throw new TypeError(`A reading of claims has ${READING_MEMBERS.join(', ')}, and nothing else`);
}

function readMethods(amr: unknown): readonly string[] {
  if (!Array.isArray(amr)) return NONE;
  const isText = (method: unknown): method is string => typeof method === 'string';
  return amr.every(isText) ? amr : Object.freeze(amr.filter(isText));
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
