import { isAcrValue, isSeconds } from '../protocol/index.js';
import type { FreshnessRequirement } from './recent-auth.js';

/** Both must hold: the smaller age, the classes that both accept, leniency only where both have it. */
export function stricter(a: FreshnessRequirement, b: FreshnessRequirement): FreshnessRequirement {
  return {
    seconds: Math.min(a.seconds, b.seconds),
    acr: commonAcr(a.acr, b.acr),
    allowIfCannotReauthenticate: a.allowIfCannotReauthenticate && b.allowIfCannotReauthenticate,
  };
}

/** What satisfies both demands; `undefined` demands nothing, an empty list nobody can meet. */
export function commonAcr(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.filter((value) => b.includes(value));
}

/** The sentence that says what is wrong with an age, if anything is. */
export function faultOfSeconds(seconds: unknown): string | undefined {
  if (seconds === 0) {
    return '"seconds: 0" asks for a sign-in made for this very operation; that needs signed tickets, which this version does not have: ask for 1 or more';
  }
  return isSeconds(seconds)
    ? undefined
    : `"seconds" must be a whole number of seconds from 1 to 2147483647`;
}

/** The sentence that says what is wrong with a demand for `acr`, if anything is. */
export function faultOfAcr(acr: unknown): string | undefined {
  if (acr === undefined || acr === null) return undefined;
  if (!Array.isArray(acr) || acr.length === 0) {
    return '"acr" must be a list of one or more authentication context classes, or be left out';
  }
  if (!acr.every(isAcrValue)) {
    return '"acr" values must be strings of printable ASCII without space, quote or backslash';
  }
  return acr.includes('0')
    ? '"acr" cannot ask for "0": it says that nothing was proved (OpenID Connect Core section 2)'
    : undefined;
}
