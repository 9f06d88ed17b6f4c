import { OperationTypeNode } from 'graphql';
import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import { readCaller } from './caller.js';
import { neverPassOn } from './executed.js';
import type { Execution, Executions } from './executions.js';
import { readGuardedSchema } from './guarded-schema.js';
import { planOperation } from './plan.js';
import type { FreshnessRequirement } from './recent-auth.js';
import { stricter } from './requirement.js';
import { coordinateOf, refuseField, refuseOperation } from './resolver-refusal.js';
import type { Settings } from './settings.js';

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
    const isEvent = info.operation.operation === OperationTypeNode.SUBSCRIPTION && !wholeOperation;
    if (current && isEvent) {
      // The start of the subscription was decided on; an event has nothing to remember.
      const caller = readCaller(contextValue, settings);
      refuseField({ caller, verdicts: new Map(), told: new Map() }, current, info, settings);
    } else if (current || selectsGuardedField(info)) {
      const execution = executions.enter(contextValue, info);
      if (execution instanceof Promise) {
        return execution.then((settled) => {
          admit(settled, current, info);
          return neverPassOn(resolve, source, args, contextValue, info);
        });
      }
      admit(execution, current, info);
    }
    return neverPassOn(resolve, source, args, contextValue, info);
  };

  function admit(
    execution: Execution,
    current: FreshnessRequirement | undefined,
    info: GraphQLResolveInfo,
  ): void {
    if (execution.failure) throw execution.failure;
    if (wholeOperation) refuseOperation(execution, info, settings);
    if (current) refuseField(execution, current, info, settings);
  }
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

function selectsGuardedField({ schema, operation, fragments }: GraphQLResolveInfo): boolean {
  return planOperation(schema, operation, fragments).fields.size > 0;
}
