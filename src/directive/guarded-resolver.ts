import { OperationTypeNode, responsePathAsArray } from 'graphql';
import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import { readCaller } from './caller.js';
import { neverPassOn } from './executed.js';
import type { Execution, Executions } from './executions.js';
import { readGuardedSchema } from './guarded-schema.js';
import { planOperation } from './plan.js';
import { settle } from './promise-or-value.js';
import type { FreshnessRequirement } from './recent-auth.js';
import { combine, createRefusalError, describeChallenge } from './refusal.js';
import type { Challenge } from './refusal.js';
import { stricter } from './requirement.js';
import type { Settings } from './settings.js';
import { judge } from './verdict.js';
import type { Caller } from './verdict.js';

export interface GuardedField<TContext> {
  readonly resolve: GraphQLFieldResolver<unknown, TContext>;
  /** What the field asked for when it was wrapped. */
  readonly requirement: FreshnessRequirement | undefined;
  /** Whether the field answers for the whole operation: a root field of a mutation or subscription. */
  readonly wholeOperation: boolean;
}

/**
 * A resolver that runs only after the check: of the whole operation, at a root field that answers
 * for it, and of the field itself, as the floor that holds when everything above was left out.
 */
export function createGuardedResolver<TContext>(
  { resolve, requirement, wholeOperation }: GuardedField<TContext>,
  executions: Executions<TContext>,
  settings: Settings<TContext>,
): GraphQLFieldResolver<unknown, TContext> {
  const currentRequirement = followSchema(requirement);

  return (source, args, contextValue, info) => {
    const current = currentRequirement(info);
    const run = (): unknown => resolve(source, args, contextValue, info);
    if (info.operation.operation === OperationTypeNode.SUBSCRIPTION && !wholeOperation) {
      refuseField(readCaller(contextValue, settings), current, new Set(), info, settings);
      return neverPassOn(run);
    }
    if (!current && selectsNothing(info)) return neverPassOn(run);
    return settle(executions.enter(contextValue, info), (execution) => {
      if (execution.failure) throw execution.failure;
      if (wholeOperation) refuseOperation(execution, info, settings);
      refuseField(execution.caller, current, execution.told, info, settings);
      return neverPassOn(run);
    });
  };
}

/** The stricter of what was asked when the field was wrapped and what the running schema asks. */
function followSchema(
  requirement: FreshnessRequirement | undefined,
): (info: GraphQLResolveInfo) => FreshnessRequirement | undefined {
  let schema: GraphQLResolveInfo['schema'] | undefined;
  let current = requirement;
  return (info) => {
    if (info.schema === schema) return current;
    const asked = readGuardedSchema(info.schema).requirements.get(coordinateOf(info));
    current = requirement && asked ? stricter(requirement, asked) : (requirement ?? asked);
    ({ schema } = info);
    return current;
  };
}

function selectsNothing({ schema, operation, fragments }: GraphQLResolveInfo): boolean {
  return planOperation(schema, operation, fragments).fields.size === 0;
}

function refuseOperation<TContext>(
  execution: Execution,
  info: GraphQLResolveInfo,
  settings: Settings<TContext>,
): void {
  const { refused, fields } = execution.evaluation;
  if (refused.length === 0) {
    execution.started = true;
    return;
  }
  const challenge = combine(refused, [...fields.values()]);
  const executed = readGuardedSchema(info.schema).isSubgraph ? null : execution.started;
  const extensions = tellOnce('', execution.told, challenge, execution.caller, executed, settings);
  throw createRefusalError(challenge, extensions, { nodes: refused.map(({ node }) => node) });
}

function refuseField<TContext>(
  caller: Caller,
  requirement: FreshnessRequirement | undefined,
  told: Set<string>,
  info: GraphQLResolveInfo,
  settings: Settings<TContext>,
): void {
  if (!requirement) return;
  const verdict = judge(requirement, caller, settings);
  if (typeof verdict === 'string') return;
  const coordinate = coordinateOf(info);
  if (settings.report.has(coordinate)) return;
  const challenge = combine([{ coordinate, requirement, fault: verdict }]);
  const extensions = tellOnce(coordinate, told, challenge, caller, true, settings);
  const path = responsePathAsArray(info.path);
  throw createRefusalError(challenge, extensions, { nodes: [...info.fieldNodes], path });
}

/** The full challenge once per operation and coordinate; rows of a list carry the code alone. */
function tellOnce<TContext>(
  key: string,
  told: Set<string>,
  challenge: Challenge,
  caller: Caller,
  executed: boolean | null,
  settings: Settings<TContext>,
): Readonly<Record<string, unknown>> {
  if (told.has(key)) return { code: challenge.fault.code };
  told.add(key);
  return describeChallenge(challenge, caller, executed, settings);
}

function coordinateOf(info: GraphQLResolveInfo): string {
  return `${info.parentType.name}.${info.fieldName}`;
}
