import { claim } from '../claim.js';
import type { Claims } from '../claim.js';
import { isForClient, isText } from '../token-kind.js';
import { defineKind, PLAIN_TYPE } from './define-kind.js';
import { MULTI_FACTOR } from './multi-factor.js';
import type { ProviderPreset } from './preset.js';

export const firebase: ProviderPreset = {
  title: 'Firebase',
  issuer: {
    pattern: /^https:\/\/securetoken\.google\.com\/[^/]+$/,
    like: 'https://securetoken.google.com/example-project',
  },
  kinds: {
    id_token: defineKind({
      types: [PLAIN_TYPE],
      calledItself: /^jwt$/i,
      // Custom claims have any name but those of OpenID Connect and this one.
      isThisKind: (claims) => isText(signInOf(claims)['sign_in_provider'], /./),
      isForUs: isForClient,
    }),
    access_token: undefined,
  },
  read(claims, reading) {
    const { sign_in_provider: provider, sign_in_second_factor: secondFactor } = signInOf(claims);
    const isAnonymous = provider === 'anonymous' || claim(claims, 'provider_id') === 'anonymous';
    return {
      ...reading,
      principal: isAnonymous ? 'anonymous' : reading.principal,
      acr: isText(secondFactor, /./) ? MULTI_FACTOR : undefined,
    };
  },
  withoutAuthTime:
    'Firebase puts auth_time into every ID token: look whether this one comes from elsewhere',
};

/** How the user signed in, in Firebase's own claim. */
function signInOf(claims: Claims): Claims {
  const signIn = claim(claims, 'firebase');
  const isObject = typeof signIn === 'object' && signIn !== null && !Array.isArray(signIn);
  return isObject ? (signIn as Claims) : {};
}
