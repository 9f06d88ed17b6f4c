import type { TokenRefusal } from '../protocol/index.js';
import { claim } from './claim.js';
import type { Claims } from './claim.js';
import type { TokenKind } from './token-kind.js';

export interface ClaimsExpectation {
  readonly audiences: ReadonlySet<unknown>;
  readonly kind: TokenKind;
}

/** What a token says of itself, as far as it does not depend on the time. */
export function judgeClaims(
  claims: Claims,
  { audiences, kind }: ClaimsExpectation,
): TokenRefusal | undefined {
  const refusal = kind.judge(claims, audiences);
  if (refusal !== undefined) return refusal;
  if (claim(claims, 'cnf') !== undefined) return 'bound_to_another_key';
  const subject = claim(claims, 'sub');
  if (typeof subject !== 'string' || subject === '' || subject.length > 255) return 'wrong_claim';
  return undefined;
}
