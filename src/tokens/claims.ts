import type { Check } from './check.js';
import { claim } from './claim.js';
import type { Claims } from './claim.js';
import type { TokenKind } from './token-kind.js';

export interface ClaimsRules {
  readonly audiences: ReadonlySet<unknown>;
  readonly kind: TokenKind;
}

export type ClaimsCheckName = 'kind' | 'audience' | 'contents' | 'binding' | 'subject';

/** What a token says of itself, as far as it does not depend on the time. */
export const CLAIMS_CHECKS: readonly Check<ClaimsCheckName, Claims, ClaimsRules>[] = [
  {
    name: 'kind',
    refusal: 'wrong_type',
    holds: (claims, { kind }) => kind.isKind(claims),
  },
  {
    name: 'audience',
    refusal: 'wrong_audience',
    holds: (claims, { kind, audiences }) => kind.isForUs(claims, audiences),
  },
  {
    name: 'contents',
    refusal: 'wrong_claim',
    holds: (claims, { kind }) => kind.isComplete(claims),
  },
  {
    // To a key that a bearer need not have (RFC 7800 section 3).
    name: 'binding',
    refusal: 'bound_to_another_key',
    holds: (claims) => claim(claims, 'cnf') === undefined,
  },
  {
    name: 'subject',
    refusal: 'wrong_claim',
    holds: (claims) => isSubject(claim(claims, 'sub')),
  },
];

/**
 * OpenID Connect Core section 2, if not only ASCII. What is no Unicode becomes another text where it is stored, and so perhaps another
 * user's; and databases do not take every control character.
 */
const SUBJECT = /^[^\p{Cc}\p{Cs}]+$/u;

function isSubject(subject: unknown): boolean {
  return typeof subject === 'string' && subject.length <= 255 && SUBJECT.test(subject);
}
