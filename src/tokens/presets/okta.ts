import { claim } from '../claim.js';
import { hasText, isForApi, isForClient } from '../token-kind.js';
import { ACCESS_TOKEN_TYPE, defineKind, isThere, OF_ID_TOKENS, PLAIN_TYPE } from './define-kind.js';
import type { ProviderPreset } from './preset.js';

const CALLED_ITSELF = /^jwt$/i;

export const okta: ProviderPreset = {
  title: 'Okta',
  issuer: {
    // The console's host issues nothing.
    pattern: /^https:\/\/(?![^/]*-admin\.)[^/]+(?:\/oauth2\/[^/]+)?$/,
    like: 'https://example.okta.com/oauth2/default',
  },
  kinds: {
    id_token: defineKind({
      types: [PLAIN_TYPE],
      calledItself: CALLED_ITSELF,
      isThisKind: () => true,
      lacks: ['cid', 'uid', 'scp'],
      isForUs: isForClient,
    }),
    // Of a custom authorization server; those of the org itself are for Okta alone.
    access_token: defineKind({
      types: [PLAIN_TYPE, ACCESS_TOKEN_TYPE],
      calledItself: CALLED_ITSELF,
      isThisKind: (claims) => hasText(claims, 'cid') && Array.isArray(claim(claims, 'scp')),
      lacks: [...OF_ID_TOKENS, 'idp'],
      isForUs: isForApi,
      isMachine: (claims) =>
        !isThere(claims, 'uid') || claim(claims, 'sub') === claim(claims, 'cid'),
    }),
  },
  withoutAuthTime:
    'Okta puts auth_time into the ID and access tokens of every sign-in of a user: look whether this one comes from another flow',
};
