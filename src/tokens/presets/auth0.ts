import { claim } from '../claim.js';
import type { Claims } from '../claim.js';
import { hasText, isForApi, isForClient, isText } from '../token-kind.js';
import { ACCESS_TOKEN_TYPE, defineKind, OF_ID_TOKENS, PLAIN_TYPE } from './define-kind.js';
import { MULTI_FACTOR } from './multi-factor.js';
import type { ProviderPreset } from './preset.js';

const CALLED_ITSELF = /^jwt$/i;

export const auth0: ProviderPreset = {
  title: 'Auth0',
  issuer: {
    pattern: /^https:\/\/[^/]+\/$/,
    like: 'https://example.eu.auth0.com/, with the slash at its end,',
  },
  kinds: {
    id_token: defineKind({
      types: [PLAIN_TYPE],
      calledItself: CALLED_ITSELF,
      isThisKind: () => true,
      lacks: ['azp', 'client_id', 'scope', 'permissions', 'gty'],
      isForUs: isForClient,
      isMachine,
    }),
    // The access token profiles: Auth0's own names the client in `azp`, that of RFC 9068 in `client_id`.
    access_token: defineKind({
      types: [PLAIN_TYPE, ACCESS_TOKEN_TYPE],
      calledItself: CALLED_ITSELF,
      isThisKind: (claims) => hasText(claims, 'azp') || hasText(claims, 'client_id'),
      lacks: OF_ID_TOKENS,
      isForUs: isForApi,
      isMachine,
    }),
  },
  read(claims, reading) {
    const methods = claim(claims, 'amr');
    const isMultiFactor = Array.isArray(methods) && methods.includes('mfa');
    return { ...reading, acr: isMultiFactor ? MULTI_FACTOR : reading.acr };
  },
  withoutAuthTime:
    'Auth0 puts auth_time into an ID token only if the sign-in was asked for with max_age or prompt=login, and never into an access token',
};

/** Of the client credentials grant, whatever kind of token it is sent as. */
function isMachine(claims: Claims): boolean {
  return (
    claim(claims, 'gty') === 'client-credentials' ||
    isText(claim(claims, 'sub'), /@clients$/) ||
    claim(claims, 'sub') === claim(claims, 'client_id')
  );
}
