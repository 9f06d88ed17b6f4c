import { claim } from '../claim.js';
import type { Claims } from '../claim.js';
import { hasText, isForApi, isForClient, isText } from '../token-kind.js';
import { ACCESS_TOKEN_TYPE, defineKind, isThere, PLAIN_TYPE } from './define-kind.js';
import type { ProviderPreset } from './preset.js';

/** The kind of a token stands in the claim `typ` (ID, Bearer, Refresh, Offline, Logout, DPoP), and mappers write any other. */
export const keycloak: ProviderPreset = {
  title: 'Keycloak',
  issuer: {
    pattern: /^https:\/\/[^/]+(?:\/[^/]+)*\/realms\/[^/]+$/,
    like: 'https://keycloak.example.com/realms/example',
  },
  kinds: {
    id_token: defineKind({
      types: [PLAIN_TYPE],
      calledItself: /^ID$/,
      isThisKind: (claims) => isThere(claims, 'typ'),
      isForUs: isForClient,
      isMachine: isServiceAccount,
    }),
    access_token: defineKind({
      types: [PLAIN_TYPE, ACCESS_TOKEN_TYPE],
      calledItself: /^Bearer$/,
      isThisKind: (claims) => isThere(claims, 'typ') && hasText(claims, 'azp'),
      isForUs: isForApi,
      isMachine: isServiceAccount,
    }),
  },
  // OpenID Connect Core section 2: nothing says that the same person is still there.
  read: (_, reading) => ({ ...reading, acr: reading.acr === '0' ? undefined : reading.acr }),
  withoutAuthTime:
    'Keycloak puts auth_time into ID and access tokens by the client scope "basic", which the client must have among its default scopes',
};

/** By the scopes `service_account` and `profile`; without both a service account has no time of sign-in either. */
function isServiceAccount(claims: Claims): boolean {
  return (
    isThere(claims, 'clientHost') ||
    isThere(claims, 'clientAddress') ||
    isText(claim(claims, 'preferred_username'), /^service-account-/)
  );
}
