import type { TokenRefusal } from '../protocol/index.js';

/** One thing that must hold of a token, by a name, so that it can also be explained. */
export interface Check<Name extends string, Subject, Rules> {
  readonly name: Name;
  /** Where it does not hold. */
  readonly refusal: TokenRefusal;
  readonly holds: (subject: Subject, rules: Rules) => boolean;
}

/** The refusal of the first that does not hold. */
export function judgeBy<Subject, Rules>(
  checks: readonly Check<string, Subject, Rules>[],
  subject: Subject,
  rules: Rules,
): TokenRefusal | undefined {
  return checks.find(({ holds }) => !holds(subject, rules))?.refusal;
}
