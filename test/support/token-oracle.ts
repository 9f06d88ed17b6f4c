import type { ProviderName, TokenType } from '../../src/tokens/index.js';

/** What the caller of an API may be let in as. All times are seconds. */
export interface Expected {
  readonly issuer: string;
  readonly audience: string;
  readonly provider: ProviderName | 'none';
  readonly tokenType: TokenType;
  readonly now: number;
  readonly maxAge: number;
  readonly tolerance: number;
}

type Members = Readonly<Record<string, unknown>>;
type Rule = (claims: Members, expected: Expected) => boolean;

/**
 * Whether a user who signed in recently enough sends this token: from the standards and the providers' pages, and on purpose
 * without a word of the library's own code. The signature is the caller's to know.
 */
export function isFreshByTheBook(header: Members, claims: Members, expected: Expected): boolean {
  const { provider, tokenType } = expected;
  return (
    hasType(header, tokenType === 'id_token' ? NO_TYPE_OR_JWT : ACCESS_TOKEN_TYPES[provider]) &&
    header['crit'] === undefined &&
    holdsNow(claims, expected) &&
    KINDS[provider][tokenType]?.(claims, expected) === true &&
    isUser(claims, expected) &&
    isRecent(timeOf(claims, expected), claims, expected)
  );
}

const NO_TYPE_OR_JWT = /^(?:(?:application\/)?jwt)?$/i;
const AT_JWT = /^(?:application\/)?at\+jwt$/i;
const EITHER = /^(?:(?:application\/)?(?:at\+)?jwt)?$/i;

/** RFC 8725 section 3.11; several providers have but one type for all their tokens. */
const ACCESS_TOKEN_TYPES: Readonly<Partial<Record<Expected['provider'], RegExp>>> = {
  ...{ none: AT_JWT, authgear: AT_JWT, auth0: EITHER, keycloak: EITHER, okta: EITHER },
};

function hasType({ typ }: Members, types = NO_TYPE_OR_JWT): boolean {
  return typ === undefined ? types.test('') : isText(typ) && types.test(typ);
}

/** RFC 7519 section 4.1, OpenID Connect Core section 2, RFC 7800 section 3.1. */
const holdsNow: Rule = (claims, { issuer, now, tolerance }) =>
  claims['iss'] === issuer &&
  isText(claims['sub']) &&
  claims['sub'].length <= 255 &&
  !('cnf' in claims) &&
  isNumber(claims['exp']) &&
  now < claims['exp'] + tolerance &&
  isNumber(claims['iat']) &&
  claims['iat'] <= now + tolerance &&
  (!('nbf' in claims) || (isNumber(claims['nbf']) && claims['nbf'] <= now + tolerance)) &&
  !isLogoutEvent(claims['events']);

/** Which token of which provider it must be. */
const KINDS: Record<Expected['provider'], Partial<Record<TokenType, Rule>>> = {
  none: { id_token: isIdToken, access_token: isAccessToken },
  authgear: { id_token: isIdToken, access_token: isAccessToken },
  auth0: {
    id_token: isIdToken,
    access_token: (claims, expected) =>
      (isText(claims['azp']) || isText(claims['client_id'])) && isForApi(claims, expected),
  },
  keycloak: {
    id_token: (claims, expected) => claims['typ'] === 'ID' && isForClient(claims, expected),
    access_token: (claims, expected) => claims['typ'] === 'Bearer' && isForApi(claims, expected),
  },
  okta: {
    id_token: isIdToken,
    access_token: (claims, expected) => isText(claims['cid']) && isForApi(claims, expected),
  },
  entra: {
    id_token: isIdToken,
    access_token: (claims, expected) =>
      (isText(claims['azp']) || isText(claims['appid'])) && isForApi(claims, expected),
  },
  cognito: {
    id_token: (claims, expected) => claims['token_use'] === 'id' && isForClient(claims, expected),
    access_token: (claims, { audience }) =>
      claims['token_use'] === 'access' && claims['client_id'] === audience,
  },
  firebase: { id_token: isIdToken },
  clerk: {
    id_token: (claims, { audience }) =>
      claims['azp'] === audience && [undefined, 'active'].includes(claims['sts'] as undefined),
  },
};

function isIdToken(claims: Members, expected: Expected): boolean {
  const kinds = [claims['typ'], claims['token_use']].filter((kind) => kind !== undefined);
  return (
    kinds.every((kind) => isText(kind) && /^(?:id|jwt)$/i.test(kind)) &&
    isForClient(claims, expected)
  );
}

/** RFC 9068 section 4. */
function isAccessToken(claims: Members, expected: Expected): boolean {
  return isForApi(claims, expected) && isText(claims['client_id']) && isText(claims['jti']);
}

/** OpenID Connect Core section 3.1.3.7, numbers 3 to 5: no audience that is not trusted. */
function isForClient(claims: Members, { audience }: Expected): boolean {
  const { aud, azp } = claims;
  const all: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (!all.includes(audience)) return false;
  return azp === undefined ? all.every((one) => one === audience) : azp === audience;
}

function isForApi({ aud }: Members, { audience }: Expected): boolean {
  return aud === audience || (Array.isArray(aud) && aud.includes(audience));
}

const isUser: Rule = (claims, { provider, tokenType }) => {
  const { sub } = claims as { readonly sub: string };
  if (sub.startsWith('client_id_')) return false;
  if (claims['https://authgear.com/claims/user/is_anonymous'] === true) return false;
  const { sign_in_provider: signIn } = (claims['firebase'] ?? {}) as Members;
  if (provider === 'firebase') return isText(signIn) && signIn !== 'anonymous';
  if (provider === 'clerk') return sub.startsWith('user_');
  if (tokenType === 'id_token') return true;
  if (
    provider === 'auth0' &&
    (claims['gty'] === 'client-credentials' || sub.endsWith('@clients'))
  ) {
    return false;
  }
  if (provider === 'keycloak') return claims['clientHost'] === undefined;
  if (provider === 'okta') return claims['uid'] !== undefined && sub !== claims['cid'];
  if (provider === 'entra') return isText(claims['scp']) && claims['idtyp'] !== 'app';
  return sub !== claims['client_id'];
};

/** When the user signed in, at the latest that the token allows. */
function timeOf(claims: Members, { provider }: Expected): unknown {
  if (provider !== 'clerk') return claims['auth_time'];
  const { fva, iat } = claims;
  const isPair = Array.isArray(fva) && fva.length === 2;
  const [first, second] = (isPair ? fva : []) as unknown[];
  const isAge = Number.isInteger(first) && (first as number) >= 0;
  return isAge && Number.isInteger(second) ? Number(iat) - Number(first) * 60 : undefined;
}

/** Nobody signs in in the future, nor after the token was issued. */
function isRecent(time: unknown, claims: Members, { now, maxAge, tolerance }: Expected): boolean {
  if (!isNumber(time) || time < 0) return false;
  const second = Math.floor(time);
  return (
    now - second <= maxAge &&
    second <= now + tolerance &&
    second <= Number(claims['iat']) + tolerance
  );
}

function isLogoutEvent(events: unknown): boolean {
  const event = 'http://schemas.openid.net/event/backchannel-logout';
  return typeof events === 'object' && events !== null && event in events;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
