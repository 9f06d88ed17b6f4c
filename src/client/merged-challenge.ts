import type { ReauthChallenge } from '../protocol/index.js';

/** One challenge whose satisfaction satisfies all of them, with the gravest code and remedy. */
export function mergeChallenges(
  challenges: readonly ReauthChallenge[],
): ReauthChallenge | undefined {
  const [first] = challenges;
  if (!first || challenges.length === 1) return first;
  const gravest =
    challenges.find(({ code }) => code === 'REAUTH_IMPOSSIBLE') ??
    challenges.find(({ remedy }) => remedy === 'NONE') ??
    challenges.find(({ remedy }) => remedy === 'LOGIN') ??
    first;
  return {
    ...gravest,
    maxAge: Math.min(...challenges.map(({ maxAge }) => maxAge)),
    acrValues: commonValues(challenges.map(({ acrValues }) => acrValues)),
    fields: [...new Set(challenges.flatMap(({ fields }) => fields))],
    executed: challenges.every(({ executed }) => executed === first.executed)
      ? first.executed
      : undefined,
  };
}

/** What suits every demand; where no value does, all that were asked for, and the rest asks again. */
function commonValues(lists: readonly (readonly string[])[]): readonly string[] {
  const demands = lists.filter(({ length }) => length > 0);
  const common = demands[0]?.filter((value) => demands.every((list) => list.includes(value)));
  return common?.length ? common : [...new Set(demands.flat())];
}
