import { OperationTypeNode } from 'graphql';
import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import { readCaller } from './caller.js';
import { neverPassOn } from './executed.js';
import type { Execution, Executions } from './executions.js';
import { readGuardedSchema } from './guarded-schema.js';
import type { GuardPlace } from './guards.js';
import { planOperation } from './plan.js';
import type { FreshnessRequirement } from './recent-auth.js';
import { stricter } from './requirement.js';
import { coordinateOf, refuseField, refuseOperation } from './resolver-refusal.js';
import type { Settings } from './settings.js';

export interface GuardedField<TContext> {
  readonly resolve: GraphQLFieldResolver<unknown, TContext>;
  /** What the field asked for when it was wrapped. */
  readonly requirement: FreshnessRequirement | undefined;
  readonly place: GuardPlace;
}

/**
 * A resolver that runs only after the check: of the whole operation, at a root field that answers
 * for it, and of the field itself, as the floor that holds when everything above was left out.
 */
export function createGuardedResolver<TContext>(
  { resolve, requirement, place }: GuardedField<TContext>,
  executions: Executions<TContext>,
  settings: Settings<TContext>,
): GraphQLFieldResolver<unknown, TContext> {
  const currentRequirement = followSchema(requirement);

  return (source, args, contextValue, info) => {
    const current = currentRequirement(info);
    if (isEvent(contextValue, info)) {
      // The start of the subscription was decided on; an event has nothing to remember.
      const caller = readCaller(contextValue, settings);
      const event = { caller, verdicts: new Map(), told: new Map() };
      if (current) refuseField(event, current, info, settings);
    } else if (current || selectsGuardedField(info)) {
      const execution = executions.enter(contextValue, info);
      if (execution instanceof Promise) {
        return execution.then((settled) => {
          admit(contextValue, settled, current, info);
          return neverPassOn(resolve, source, args, contextValue, info);
        });
      }
      admit(contextValue, execution, current, info);
    }
    return neverPassOn(resolve, source, args, contextValue, info);
  };

  /** Not of a subscription that was never let start, but handed to the executor like a query. */
  function isEvent(contextValue: TContext, { operation }: GraphQLResolveInfo): boolean {
    return (
      operation.operation === OperationTypeNode.SUBSCRIPTION &&
      place !== 'subscribe' &&
      executions.isSubscribed(contextValue, operation)
    );
  }

  function admit(
    contextValue: TContext,
    execution: Execution,
    current: FreshnessRequirement | undefined,
    info: GraphQLResolveInfo,
  ): void {
    if (execution.failure) throw execution.failure;
    if (place !== 'field') refuseOperation(execution, info, settings);
    if (current) refuseField(execution, current, info, settings);
    if (place === 'subscribe') executions.markSubscribed(contextValue, info.operation);
  }
}

/** The stricter of what was asked when the field was wrapped and what the running schema asks. */
function followSchema(
  requirement: FreshnessRequirement | undefined,
): (info: GraphQLResolveInfo) => FreshnessRequirement | undefined {
  let known: Pick<GraphQLResolveInfo, 'schema' | 'parentType' | 'fieldName'> | undefined;
  let current = requirement;
  return (info) => {
    // A resolver may be shared by fields, and a field by schemas.
    const isKnown =
      info.schema === known?.schema &&
      info.parentType === known.parentType &&
      info.fieldName === known.fieldName;
    if (isKnown) return current;
    const { schema, parentType, fieldName } = info;
    const asked = readGuardedSchema(info.schema).requirements.get(coordinateOf(info));
    current = requirement && asked ? stricter(requirement, asked) : (requirement ?? asked);
    known = { schema, parentType, fieldName };
    return current;
  };
}

function selectsGuardedField({ schema, operation, fragments }: GraphQLResolveInfo): boolean {
  return planOperation(schema, operation, fragments).fields.size > 0;
}
