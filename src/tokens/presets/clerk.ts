import { claim } from '../claim.js';
import type { Claims } from '../claim.js';
import type { ClaimsReading } from '../claims-reading.js';
import { isText } from '../token-kind.js';
import { defineKind, isThere, OF_ID_TOKENS, PLAIN_TYPE } from './define-kind.js';
import { MULTI_FACTOR } from './multi-factor.js';
import type { ProviderPreset } from './preset.js';

/** A session token of version 2. It has no `aud`: whom it is for is the origin that asked for it. */
const sessionToken = defineKind({
  types: [PLAIN_TYPE],
  calledItself: /^jwt$/i,
  isThisKind: (claims) =>
    typeof claim(claims, 'v') === 'number' &&
    isText(claim(claims, 'sid'), /^sess_/) &&
    isText(claim(claims, 'sub'), /^user_/),
  // Tokens of a template and of Clerk as an OpenID provider.
  lacks: ['aud', 'scope', 'scp', 'client_id', ...OF_ID_TOKENS],
  audienceClaim: 'azp',
  isForUs: (claims, ours) => ours.has(claim(claims, 'azp')),
  // Somebody with a task left, such as a second factor to set up, is not signed in yet.
  isComplete: (claims) => !isThere(claims, 'sts') || claim(claims, 'sts') === 'active',
});

export const clerk: ProviderPreset = {
  title: 'Clerk',
  issuer: { pattern: /^https:\/\/[^/]+$/, like: 'https://clerk.example.com' },
  kinds: {
    id_token: sessionToken,
    access_token: undefined,
  },
  read: (claims, reading) => ({ ...reading, ...readFactors(claims) }),
  withoutAuthTime:
    'Clerk says in fva when the user was verified: the session token must be of version 2, and the user one who has a factor to verify',
};

/**
 * `fva` has the ages of the first and of the second factor at `iat`, in whole minutes; -1 for never.
 * So the user was verified up to a minute later than is read here.
 */
function readFactors(claims: Claims): Pick<ClaimsReading, 'authTime' | 'acr'> {
  const ages = claim(claims, 'fva');
  if (ages === undefined) return { authTime: undefined, acr: undefined };
  // Whoever acts for a user was never verified as that user.
  if (!isPairOfAges(ages) || isThere(claims, 'act')) return { authTime: NaN, acr: undefined };
  const [first, second] = ages;
  if (first === -1) return { authTime: undefined, acr: undefined };
  return {
    authTime: (claim(claims, 'iat') as number) - (first + 1) * 60,
    // One that is older than the sign-in says nothing about the sign-in.
    acr: second !== -1 && second <= first ? MULTI_FACTOR : undefined,
  };
}

function isPairOfAges(ages: unknown): ages is readonly [number, number] {
  const isAge = (age: unknown) => Number.isInteger(age) && (age as number) >= -1;
  return Array.isArray(ages) && ages.length === 2 && ages.every(isAge);
}
