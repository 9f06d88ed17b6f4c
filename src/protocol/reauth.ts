import { REAUTH_REASONS, REAUTH_REMEDIES } from './codes.js';
import type { ReauthReason, ReauthRemedy } from './codes.js';
import { isAcrValue, isSeconds } from './options.js';

/** `extensions.reauth` of a `REAUTH_REQUIRED` or `REAUTH_IMPOSSIBLE` error, as it goes over the wire. */
export interface ReauthExtension {
  readonly reason: ReauthReason;
  /** The strictest age over the operation, in seconds. */
  readonly maxAge: number;
  /** What the token said, epoch seconds, or `null`. */
  readonly authTime: number | null;
  readonly serverTime: number;
  readonly canReauthenticate: boolean | null;
  readonly remedy: ReauthRemedy;
  readonly acrValues?: readonly string[];
  /** Schema coordinates of every guarded field that was refused. */
  readonly fields?: readonly string[];
  /** `false`: the executor that made this error ran no resolver. `null`: unknown. */
  readonly executed: boolean | null;
  /** Signed by the server, opaque to the client: sent back in request `extensions.reauth.ticket`. */
  readonly ticket?: string;
}

/** What a client may rely on after reading a `REAUTH_REQUIRED` error: every member in its range. */
export interface ReauthChallenge {
  readonly code: 'REAUTH_REQUIRED' | 'REAUTH_IMPOSSIBLE';
  readonly reason: ReauthReason | undefined;
  /** Seconds; 0 where a gateway stripped it. */
  readonly maxAge: number;
  readonly authTime: number | undefined;
  readonly serverTime: number | undefined;
  readonly canReauthenticate: boolean | undefined;
  readonly remedy: ReauthRemedy;
  readonly acrValues: readonly string[];
  readonly fields: readonly string[];
  /** `false` only where the wire said `false`; missing is unknown. */
  readonly executed: boolean | undefined;
  /** Opaque; goes back as it came. */
  readonly ticket: string | undefined;
}

/**
 * Reads the `extensions` of a GraphQL error, whoever sent it. Never throws; `undefined` unless `code`
 * is `REAUTH_REQUIRED` or `REAUTH_IMPOSSIBLE`. Gateways strip the rest: `code` alone is enough to act.
 */
export function parseReauthExtensions(extensions: unknown): ReauthChallenge | undefined {
  const code = member(extensions, 'code');
  if (code !== 'REAUTH_REQUIRED' && code !== 'REAUTH_IMPOSSIBLE') return undefined;
  const reauth = member(extensions, 'reauth');
  const maxAge = member(reauth, 'maxAge');
  const ticket = member(reauth, 'ticket');
  return {
    code,
    reason: oneOf(member(reauth, 'reason'), REAUTH_REASONS),
    maxAge: isSeconds(maxAge) ? maxAge : 0,
    authTime: epochSeconds(member(reauth, 'authTime')),
    serverTime: epochSeconds(member(reauth, 'serverTime')),
    canReauthenticate: boolean(member(reauth, 'canReauthenticate')),
    remedy:
      oneOf(member(reauth, 'remedy'), REAUTH_REMEDIES) ??
      (code === 'REAUTH_REQUIRED' ? 'REAUTHENTICATE' : 'NONE'),
    acrValues: list(member(reauth, 'acrValues'), isShortAcrValue).slice(0, 20),
    fields: list(member(reauth, 'fields'), (field): field is string => typeof field === 'string'),
    executed: boolean(member(reauth, 'executed')),
    ticket:
      typeof ticket === 'string' && ticket !== '' && ticket.length <= 8192 ? ticket : undefined,
  };
}

/** Reads one member of anything, also of a proxy or a getter that throws. */
function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  } catch {
    return undefined;
  }
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value);
}

function boolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function epochSeconds(value: unknown): number | undefined {
  // The next 3000 years: milliseconds are none.
  return typeof value === 'number' && value >= 0 && value < 1e11 ? value : undefined;
}

/** It goes into an authorization URL. */
function isShortAcrValue(value: unknown): value is string {
  return isAcrValue(value) && value.length <= 256;
}

/** At most 100 entries: a hostile answer must not become a long URL. */
function list<T>(value: unknown, accepts: (entry: unknown) => entry is T): readonly T[] {
  try {
    return Array.isArray(value) ? value.slice(0, 100).filter(accepts) : [];
  } catch {
    return [];
  }
}
