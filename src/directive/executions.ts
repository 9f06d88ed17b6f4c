import type { GraphQLError, GraphQLResolveInfo, OperationDefinitionNode } from 'graphql';
import type { AuthenticationContext } from '../protocol/index.js';
import { atStart, readCaller } from './caller.js';
import { reportDecision } from './decision.js';
import { evaluate } from './evaluation.js';
import type { Evaluation } from './evaluation.js';
import { planOperation } from './plan.js';
import { createOperationMarks } from './operation-marks.js';
import { settle } from './promise-or-value.js';
import type { FreshnessRequirement, PromiseOrValue } from './recent-auth.js';
import type { Settings } from './settings.js';
import { isProgrammingError } from './verdict.js';
import type { Caller, Verdict } from './verdict.js';

/** One execution of one operation, as its guarded resolvers know it. */
export interface Execution {
  readonly caller: Caller;
  /** Of the whole operation, made by the first guarded resolver that was called. */
  readonly evaluation: Evaluation;
  /** What `onDecision` threw, if it did: then nothing runs. */
  readonly failure: GraphQLError | undefined;
  /** Whether a root field was let through before. */
  started: boolean;
  /** What was found of each requirement, for the rows of a list. */
  readonly verdicts: Map<FreshnessRequirement, Verdict>;
  /** Makes further errors of what has been told in full: by coordinate, `''` for the operation. */
  readonly told: Map<string, (info: GraphQLResolveInfo) => GraphQLError>;
}

export interface Executions<TContext> {
  /** The execution that a resolver belongs to; its first guarded resolver decides for all. */
  enter(contextValue: TContext, info: GraphQLResolveInfo): PromiseOrValue<Execution>;
  /** An adapter has decided on this operation; its resolvers need not decide on it again. */
  markDecided(contextValue: TContext, operation: OperationDefinitionNode): void;
  /** This subscription was let start: what executes it from now on are its events. */
  markSubscribed(contextValue: TContext, operation: OperationDefinitionNode): void;
  isSubscribed(contextValue: TContext, operation: OperationDefinitionNode): boolean;
}

interface Entry {
  readonly operation: OperationDefinitionNode;
  readonly contextValue: unknown;
  readonly seen: AuthenticationContext | 'NEVER_BUILT';
  execution: PromiseOrValue<Execution>;
}

/**
 * graphql-js makes the coerced variables anew for each execution, so they find it. Servers that share
 * them, or a context, between operations are told apart by operation, context and authentication.
 */
export function createExecutions<TContext>(settings: Settings<TContext>): Executions<TContext> {
  const entries = new WeakMap<object, Entry>();
  const decided = createOperationMarks();
  const subscribed = createOperationMarks();
  return {
    enter,
    markDecided: decided.add,
    markSubscribed: subscribed.add,
    isSubscribed: subscribed.has,
  };

  function enter(contextValue: TContext, info: GraphQLResolveInfo): PromiseOrValue<Execution> {
    const known = entries.get(info.variableValues);
    const isSameOperation =
      known?.operation === info.operation && known.contextValue === contextValue;
    const seen = readCaller(contextValue, settings, isSameOperation ? known.seen : undefined);
    if (isSameOperation && known.seen === seen) return known.execution;
    // A context of its own for each field, or another caller, does not undo what has run.
    const wasStarted = known?.operation === info.operation && hasStarted(known.execution);
    const isUnderWay =
      (isSameOperation && wasStarted) || decided.take(contextValue, info.operation);
    const execution = isUnderWay
      ? goOn(info, seen, wasStarted)
      : begin(contextValue, info, seen, wasStarted);
    const entry: Entry = { operation: info.operation, contextValue, seen, execution };
    entries.set(info.variableValues, entry);
    void settle(execution, (settled) => {
      entry.execution = settled;
    });
    return execution;
  }

  /** The first that is known of it: the context must be its own, and the auditor is told. */
  function begin(
    contextValue: TContext,
    info: GraphQLResolveInfo,
    seen: AuthenticationContext | 'NEVER_BUILT',
    started: boolean,
  ): PromiseOrValue<Execution> {
    const caller = atStart(seen, settings);
    const execution = goOn(info, caller, started);
    const { evaluation } = execution;
    return settle(
      reportDecision(evaluation, caller, info.operation, contextValue, settings),
      (failure) => ({ ...execution, failure: isProgrammingError(caller) ? undefined : failure }),
    );
  }

  function goOn(info: GraphQLResolveInfo, caller: Caller, started: boolean): Execution {
    const { schema, operation, fragments, variableValues } = info;
    const plan = planOperation(schema, operation, fragments);
    return {
      caller,
      evaluation: evaluate(schema, plan, info, variableValues, caller, settings),
      failure: undefined,
      started,
      verdicts: new Map(),
      told: new Map(),
    };
  }
}

function hasStarted(execution: PromiseOrValue<Execution>): boolean {
  return !(execution instanceof Promise) && execution.started;
}
