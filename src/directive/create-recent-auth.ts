import { OperationTypeNode } from 'graphql';
import { assertSchemaEnforced } from './assert-enforced.js';
import { atStart, readCaller } from './caller.js';
import { reportDecision } from './decision.js';
import { requireRecentAuth } from './demand.js';
import { findOperation } from './document.js';
import { evaluate } from './evaluation.js';
import type { Evaluation } from './evaluation.js';
import { createExecutions } from './executions.js';
import { readGuardedSchema } from './guarded-schema.js';
import { challengeOperation } from './operation-challenge.js';
import { planOperation } from './plan.js';
import { settle } from './promise-or-value.js';
import type {
  CheckArguments,
  PromiseOrValue,
  RecentAuth,
  RecentAuthOptions,
  Refusal,
} from './recent-auth.js';
import { refuse } from './refusal.js';
import { typeDefs } from './sdl.js';
import { readSettings } from './settings.js';
import { transformSchema } from './transform.js';
import { isProgrammingError } from './verdict.js';
import type { Caller } from './verdict.js';

/**
 * Enforces `@requiresRecentAuth` on any graphql-js server. Options are read once.
 * Throws a `ConfigurationError` for a wrong option.
 */
export function createRecentAuth<TContext = unknown>(
  options: RecentAuthOptions<TContext> = {},
): RecentAuth<TContext> {
  const settings = readSettings(options);
  const executions = createExecutions(settings);
  const transformed = new WeakSet();

  return {
    typeDefs,
    transform: (schema) => {
      const guarded = transformSchema(schema, executions, settings);
      transformed.add(guarded);
      return guarded;
    },
    check,
    selectsGuardedField: ({ schema, document, operationName }) => {
      const found = findOperation(document, operationName);
      return (
        found !== undefined &&
        planOperation(schema, found.operation, found.fragments).fields.size > 0
      );
    },
    require: (context, demand) => {
      requireRecentAuth(context, demand, settings);
    },
    requirements: (schema) => readGuardedSchema(schema).requirements,
    assertEnforced: (schema) => {
      assertSchemaEnforced(schema, settings, (candidate) => transformed.has(candidate));
    },
  };

  function check(args: CheckArguments<TContext>): PromiseOrValue<Refusal | undefined> {
    const { schema, document, operationName, contextValue } = args;
    const found = findOperation(document, operationName);
    if (!found) return undefined;
    const { operation, fragments } = found;
    const plan = planOperation(schema, operation, fragments);
    if (plan.fields.size === 0) return undefined;
    const caller = atStart(readCaller(contextValue, settings), settings);
    const evaluation = evaluate(schema, plan, found, args.variableValues ?? {}, caller, settings);
    return settle(
      reportDecision(evaluation, caller, operation, contextValue, settings),
      (failure) => {
        // A mutation's first field follows at once; a guarded field of a query may come late.
        if (settings.onDecision || operation.operation === OperationTypeNode.QUERY) {
          executions.markDecided(contextValue, operation);
        }
        if (failure && !isProgrammingError(caller)) {
          return { code: 'INTERNAL_SERVER_ERROR', error: failure, http: serverError };
        }
        if (!isRefusedWhole(operation.operation, evaluation, caller)) return undefined;
        const refusal = challengeOperation(schema, evaluation, caller, false, settings);
        return refuse(refusal.challenge, refusal.error, settings);
      },
    );
  }

  /** Queries are partial, but for a context that was never built: that is nobody's partial answer. */
  function isRefusedWhole(
    operation: OperationTypeNode,
    { refused }: Evaluation,
    caller: Caller,
  ): boolean {
    const isAtomic =
      operation !== OperationTypeNode.QUERY || settings.atomicQueries || isProgrammingError(caller);
    return refused.length > 0 && isAtomic;
  }
}

function serverError(): ReturnType<Refusal['http']> {
  return { status: 500, headers: {} };
}
