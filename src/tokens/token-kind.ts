import { claim } from './claim.js';
import type { Claims } from './claim.js';

/** What tells a kind of token from all others, and whom it is for. */
export interface TokenKind {
  /** `typ` of the protected header (RFC 8725 section 3.11). */
  readonly acceptsType: (typ: unknown) => boolean;
  /** Whether the claims are such a token's, where the type leaves it open. */
  readonly isKind: (claims: Claims) => boolean;
  /** Where it says whom it is for. */
  readonly audienceClaim: 'aud' | 'azp' | 'client_id';
  readonly isForUs: (claims: Claims, ours: ReadonlySet<unknown>) => boolean;
  /** Whether all is there that such a token must say besides. */
  readonly isComplete: (claims: Claims) => boolean;
  /** A program's own token, of which no user knows. */
  readonly isMachine: (claims: Claims) => boolean;
}

export type TokenType = 'id_token' | 'access_token';

/** OpenID Connect Core sections 2 and 3.1.3.7. */
const idToken: TokenKind = {
  // Many have no type.
  acceptsType: (typ) => typ === undefined || isText(typ, /^(?:application\/)?jwt$/i),
  isKind: (claims) => !isAnotherKind(claims, /^(?:id|jwt)$/i),
  audienceClaim: 'aud',
  isForUs: isForClient,
  isComplete: () => true,
  isMachine: () => false,
};

/** RFC 9068 sections 2 and 4. */
const accessToken: TokenKind = {
  // It must have one: by nothing else could it be told from an ID token.
  acceptsType: (typ) => isText(typ, /^(?:application\/)?at\+jwt$/i),
  isKind: (claims) => !isAnotherKind(claims, /^(?:bearer|access|at\+jwt|jwt)$/i),
  audienceClaim: 'aud',
  isForUs: isForApi,
  isComplete: (claims) => hasText(claims, 'client_id') && hasText(claims, 'jti'),
  // Of the client credentials grant: the client is its own subject.
  isMachine: (claims) => claim(claims, 'sub') === claim(claims, 'client_id'),
};

export const TOKEN_KINDS: { readonly [T in TokenType]: TokenKind } = {
  id_token: idToken,
  access_token: accessToken,
};

export const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** A logout token, or one of an issuer that gives all kinds the same header. */
export function isAnotherKind(claims: Claims, ours: RegExp): boolean {
  const events = claim(claims, 'events');
  if (typeof events === 'object' && events !== null && LOGOUT_EVENT in events) return true;
  // Keycloak says `typ`, Cognito `token_use`.
  return [claim(claims, 'typ'), claim(claims, 'token_use')].some(
    (kind) => kind !== undefined && !isText(kind, ours),
  );
}

/** Audiences that we do not know are let pass only if the token was issued to one of ours. */
export function isForClient(claims: Claims, ours: ReadonlySet<unknown>): boolean {
  const audiences = audiencesOf(claims);
  if (!audiences?.some((one) => ours.has(one))) return false;
  const party = claim(claims, 'azp');
  return party === undefined ? audiences.every((one) => ours.has(one)) : ours.has(party);
}

/** For tokens of an API: one of its names among the audiences is enough. */
export function isForApi(claims: Claims, ours: ReadonlySet<unknown>): boolean {
  return audiencesOf(claims)?.some((one) => ours.has(one)) ?? false;
}

/** `undefined` where the claim is nonsense. */
export function audiencesOf(claims: Claims): readonly string[] | undefined {
  const aud = claim(claims, 'aud');
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const isAudience = (one: unknown): one is string => typeof one === 'string';
  return audiences.every(isAudience) ? audiences : undefined;
}

export function isText(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

export function hasText(claims: Claims, name: string): boolean {
  return isText(claim(claims, name), /./);
}
