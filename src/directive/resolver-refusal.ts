import { responsePathAsArray } from 'graphql';
import type { GraphQLError, GraphQLResolveInfo } from 'graphql';
import type { Execution } from './executions.js';
import { challengeOperation } from './operation-challenge.js';
import type { FreshnessRequirement } from './recent-auth.js';
import { combine, createRefusalError, describeChallenge } from './refusal.js';
import type { Challenge, ErrorPlace } from './refusal.js';
import type { Settings } from './settings.js';
import { isProgrammingError, judge } from './verdict.js';
import type { Verdict } from './verdict.js';

/** Throws at a root field, where anything in its operation is refused. */
export function refuseOperation<TContext>(
  execution: Execution,
  info: GraphQLResolveInfo,
  settings: Settings<TContext>,
): void {
  const { caller, evaluation, started, told } = execution;
  if (evaluation.refused.length === 0) {
    execution.started = true;
    return;
  }
  const repeat = told.get(WHOLE);
  if (repeat) throw repeat(info);
  const refusal = challengeOperation(info.schema, evaluation, caller, started, settings);
  told.set(WHOLE, createRepeater(refusal.challenge, refusal.nodes));
  throw refusal.error;
}

/** Throws at a guarded field that is refused, whatever was found of its operation. */
export function refuseField<TContext>(
  execution: Pick<Execution, 'caller' | 'verdicts' | 'told'>,
  requirement: FreshnessRequirement,
  info: GraphQLResolveInfo,
  settings: Settings<TContext>,
): void {
  const verdict = verdictOn(requirement, execution, settings);
  if (typeof verdict === 'string') return;
  const coordinate = coordinateOf(info);
  // As in the evaluation of an operation: a programming error is on trial nowhere.
  if (!isProgrammingError(execution.caller) && settings.report.has(coordinate)) return;
  const repeat = execution.told.get(coordinate);
  if (repeat) throw repeat(info);
  const nodes = [...info.fieldNodes];
  const challenge = combine([{ coordinate, requirement, fault: verdict }]);
  const extensions = describeChallenge(challenge, execution.caller, true, settings);
  execution.told.set(coordinate, createRepeater(challenge, nodes));
  throw createRefusalError(challenge, extensions, { nodes, path: responsePathAsArray(info.path) });
}

export function coordinateOf(info: GraphQLResolveInfo): string {
  return `${info.parentType.name}.${info.fieldName}`;
}

const WHOLE = '';

function verdictOn<TContext>(
  requirement: FreshnessRequirement,
  { caller, verdicts }: Pick<Execution, 'caller' | 'verdicts'>,
  settings: Settings<TContext>,
): Verdict {
  const known = verdicts.get(requirement);
  if (known !== undefined) return known;
  const verdict = judge(requirement, caller, settings);
  verdicts.set(requirement, verdict);
  return verdict;
}

/**
 * The full challenge is sent once per operation and coordinate; further rows of a list carry the code
 * alone. They are one error at many places: to make a GraphQL error, above all its stack, costs more
 * than all else about a row.
 */
function createRepeater(
  challenge: Challenge,
  nodes: ErrorPlace['nodes'],
): (info: GraphQLResolveInfo) => GraphQLError {
  let error: GraphQLError | undefined;
  return ({ path }) => {
    error ??= createRefusalError(challenge, { code: challenge.fault.code }, { nodes });
    const value = responsePathAsArray(path);
    return Object.create(error, { path: { value, enumerable: true } }) as GraphQLError;
  };
}
