import { claim } from '../claim.js';
import { hasText, isForApi, isForClient, isText } from '../token-kind.js';
import { defineKind, isThere, OF_ID_TOKENS, PLAIN_TYPE } from './define-kind.js';
import type { ProviderPreset } from './preset.js';

const CALLED_ITSELF = /^jwt$/i;
/** The client, and how it proved itself, in version 2.0 and 1.0. */
const OF_ACCESS_TOKENS = ['azp', 'azpacr', 'appid', 'appidacr', 'scp'];

export const entra: ProviderPreset = {
  title: 'Microsoft Entra',
  issuer: {
    // With the tenant's id: `common`, `organizations` and domain names are in no token.
    pattern: /^https:\/\/[^/]+\/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\/(?:v2\.0\/?)?$/,
    like: 'https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0',
  },
  kinds: {
    id_token: defineKind({
      types: [PLAIN_TYPE],
      calledItself: CALLED_ITSELF,
      isThisKind: () => true,
      lacks: [...OF_ACCESS_TOKENS, 'idtyp'],
      isForUs: isForClient,
    }),
    access_token: defineKind({
      types: [PLAIN_TYPE],
      calledItself: CALLED_ITSELF,
      isThisKind: (claims) =>
        (hasText(claims, 'azp') && hasText(claims, 'azpacr')) ||
        (hasText(claims, 'appid') && hasText(claims, 'appidacr')),
      lacks: OF_ID_TOKENS,
      isForUs: isForApi,
      // Without `scp` an application asks in its own name, with `roles` that it was given.
      isMachine: (claims) => !hasText(claims, 'scp') || !isUser(claim(claims, 'idtyp')),
    }),
  },
  read: (claims, reading) => ({
    ...reading,
    acr: isThere(claims, 'acrs') ? firstContext(claim(claims, 'acrs')) : reading.acr,
  }),
  withoutAuthTime:
    'Microsoft Entra puts auth_time into tokens only as an optional claim, which the app registration adds for ID tokens and access tokens apart',
};

/** The claim is optional. */
function isUser(kind: unknown): boolean {
  return kind === undefined || kind === 'user';
}

/** Each holds; of several, the first authentication context. */
function firstContext(acrs: unknown): string | undefined {
  const contexts: readonly unknown[] = Array.isArray(acrs) ? acrs : [acrs];
  return contexts.find((one): one is string => isText(one, /^c\d{1,2}$/));
}
