import { claim } from '../claim.js';
import { hasText, isForApi, isForClient } from '../token-kind.js';
import { defineKind, isThere, PLAIN_TYPE } from './define-kind.js';
import type { ProviderPreset } from './preset.js';

/** The kind of a token stands in the claim `token_use`, and triggers write any other. */
export const cognito: ProviderPreset = {
  title: 'Amazon Cognito',
  issuer: {
    // The pool's, not the domain of its sign-in pages.
    pattern:
      /^https:\/\/[a-z-]*cognito-idp[a-z-]*\.[a-z\d-]+\.amazonaws\.com(?:\.cn)?\/[a-z\d-]+_[A-Za-z\d]+$/,
    like: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example01',
  },
  kinds: {
    id_token: defineKind({
      types: [PLAIN_TYPE],
      calledItself: /^id$/,
      isThisKind: (claims) => isThere(claims, 'token_use'),
      isForUs: isForClient,
    }),
    access_token: defineKind({
      types: [PLAIN_TYPE],
      calledItself: /^access$/,
      isThisKind: (claims) => isThere(claims, 'token_use'),
      audienceClaim: 'client_id',
      // `aud` is there only where the client asked for a token of one API.
      isForUs: (claims, ours) =>
        ours.has(claim(claims, 'client_id')) && (!isThere(claims, 'aud') || isForApi(claims, ours)),
      isMachine: (claims) =>
        !hasText(claims, 'username') || claim(claims, 'sub') === claim(claims, 'client_id'),
    }),
  },
  withoutAuthTime:
    'Amazon Cognito puts auth_time into the ID and access tokens of every user: look whether a trigger takes it out',
};
