import type { DecodedToken } from '../canonical.js';
import type { Check } from '../check.js';
import { claim } from '../claim.js';
import type { Claims } from '../claim.js';
import { CLAIMS_CHECKS } from '../claims.js';
import type { ExplainSettings } from './explain-options.js';
import { HEADER_CHECKS } from '../header.js';
import { passOrFail } from './token-check.js';
import type { TokenCheck, TokenCheckName } from './token-check.js';
import { clueOfIssuer, clueOfTimes, CLUES, inMilliseconds } from './token-clue.js';
import type { ClueSubject } from './token-clue.js';
import { endsInSight, hasBegun, hasNotEnded, readValidity } from '../validity.js';

/** Of the checks that do not depend on the time, those for which the options suffice. */
export function explainClaims(
  { header, claims }: DecodedToken,
  { rules, issuer, audiences: given }: ExplainSettings,
): readonly TokenCheck[] {
  const { algorithms, kind } = rules;
  const audiences = given ?? new Set();
  const about = { header, claims, issuer, audiences, kind };
  const headerRules = { algorithms, acceptsType: kind.acceptsType };
  const claimsChecks = given
    ? CLAIMS_CHECKS
    : CLAIMS_CHECKS.filter(({ name }) => name !== 'audience');
  return [
    ...(issuer === undefined ? [] : [explainIssuer(claims, issuer)]),
    ...explainBy(HEADER_CHECKS, header, headerRules, about),
    ...explainBy(claimsChecks, claims, { kind, audiences }, about),
  ];
}

/** Of the checks of its times, those for which it has some. */
export function explainTimes(
  claims: Claims,
  now: number,
  { clockTolerance }: ExplainSettings,
): readonly TokenCheck[] {
  const validity = readValidity(claims);
  if (!validity) return [passOrFail('times', 'wrong_claim', () => clueOfTimes(claims))];
  const hasEnded = !hasNotEnded(validity, now, clockTolerance);
  const isEndless = !endsInSight(validity, now);
  const isEarly = !hasBegun(validity, now, clockTolerance);
  return [
    passOrFail('times', undefined),
    passOrFail('expiry', hasEnded ? 'expired' : undefined),
    passOrFail('lifetime', isEndless ? 'wrong_claim' : undefined, () =>
      inMilliseconds(validity.until),
    ),
    passOrFail('start', isEarly ? 'not_yet_valid' : undefined, () => inMilliseconds(validity.from)),
  ];
}

function explainIssuer(claims: Claims, issuer: string): TokenCheck {
  const isOurs = claim(claims, 'iss') === issuer;
  return passOrFail('issuer', isOurs ? undefined : 'wrong_issuer', () =>
    clueOfIssuer(claims, issuer),
  );
}

function explainBy<Subject, Rules>(
  checks: readonly Check<TokenCheckName, Subject, Rules>[],
  subject: Subject,
  rules: Rules,
  about: ClueSubject,
): readonly TokenCheck[] {
  return checks.map(({ name, refusal, holds }) =>
    passOrFail(name, holds(subject, rules) ? undefined : refusal, () => CLUES[name]?.(about)),
  );
}
