import type {
  AccessToken,
  ClientCredentials,
  KoaContextWithOIDC,
  ResourceServer,
} from 'oidc-provider';
import { CAN_REAUTHENTICATE, claimsOf, findAccount, SCOPE } from './accounts.js';
import type { OidcProviderModule } from './oidc-provider.js';

/**
 * The API by name, whatever its port: an app that asks for this `resource` (RFC 8707) gets access tokens
 * by RFC 9068 for it, and this is their `aud`.
 */
export const API_AUDIENCE = 'https://bank.example/graphql';

const HOUR = 60 * 60;
/** As long as an ID token. */
const API_TOKEN_LIFETIME = 5 * 60;

/** For oidc-provider: what it is to know of the one API. */
export function describeApi({ errors }: OidcProviderModule, resource: string): ResourceServer {
  if (resource !== API_AUDIENCE) throw new errors.InvalidTarget('there is no such API');
  return {
    scope: SCOPE,
    accessTokenFormat: 'jwt',
    accessTokenTTL: API_TOKEN_LIFETIME,
    jwt: { sign: { alg: 'RS256' } },
  };
}

/** For oidc-provider: seconds. Without a resource it is a token for `/me`, opaque to everyone else. */
export function accessTokenLifetime(_ctx: unknown, token: AccessToken): number {
  return token.resourceServer?.accessTokenTTL ?? HOUR;
}

/** For oidc-provider: what an API looks at; like the ID token, it tells of the sign-in, not of the refresh. */
export function apiTokenClaims(
  { oidc }: KoaContextWithOIDC,
  token: AccessToken | ClientCredentials,
): Record<string, unknown> | undefined {
  if (token.aud === undefined || !('accountId' in token)) return undefined;
  const { RefreshToken, AuthorizationCode } = oidc.entities;
  const { authTime, acr, amr, sid } = RefreshToken ?? AuthorizationCode ?? {};
  const account = findAccount(token.accountId);
  return {
    auth_time: authTime,
    acr,
    amr,
    sid,
    ...(account && { [CAN_REAUTHENTICATE]: claimsOf(account)[CAN_REAUTHENTICATE] }),
  };
}
