import type { TokenRefusal } from '../protocol/index.js';

/** Claims as the token spells them. */
export type Claims = Readonly<Record<string, unknown>>;

export interface ClaimsExpectation {
  readonly issuer: string;
  readonly audiences: ReadonlySet<unknown>;
}

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** OpenID Connect Core section 3.1.3.7, as far as it does not depend on the time. */
export function judgeClaims(
  claims: Claims,
  { issuer, audiences }: ClaimsExpectation,
): TokenRefusal | undefined {
  if (claim(claims, 'iss') !== issuer) return 'wrong_issuer';
  if (isAnotherKind(claims)) return 'wrong_type';
  if (!isForUs(claims, audiences)) return 'wrong_audience';
  if (claim(claims, 'cnf') !== undefined) return 'bound_to_another_key';
  const subject = claim(claims, 'sub');
  if (typeof subject !== 'string' || subject === '' || subject.length > 255) return 'wrong_claim';
  return undefined;
}

/** An own claim; `undefined` where there is none, whatever objects inherit. */
export function claim(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}

/** A logout token, or an access token of an issuer that gives both kinds the same header. */
function isAnotherKind(claims: Claims): boolean {
  const events = claim(claims, 'events');
  if (typeof events === 'object' && events !== null && LOGOUT_EVENT in events) return true;
  // Keycloak says `typ`, Cognito `token_use`.
  return [claim(claims, 'typ'), claim(claims, 'token_use')].some(
    (kind) => kind !== undefined && !(typeof kind === 'string' && /^(?:id|jwt)$/i.test(kind)),
  );
}

/** Audiences that we do not know are let pass only if the token was issued to one of ours. */
function isForUs(claims: Claims, ours: ReadonlySet<unknown>): boolean {
  const aud = claim(claims, 'aud');
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (!audiences.every((one) => typeof one === 'string')) return false;
  if (!audiences.some((one) => ours.has(one))) return false;
  const party = claim(claims, 'azp');
  return party === undefined ? audiences.every((one) => ours.has(one)) : ours.has(party);
}
