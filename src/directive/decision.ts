import { GraphQLError } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import type { Evaluation } from './evaluation.js';
import { isThenable } from './promise-or-value.js';
import type { Decision, PromiseOrValue } from './recent-auth.js';
import { combine } from './refusal.js';
import type { Settings } from './settings.js';
import { isProgrammingError } from './verdict.js';
import type { Caller } from './verdict.js';

/** Tells `onDecision` what was decided of an operation. What it throws is returned: then nothing runs. */
export function reportDecision<TContext>(
  evaluation: Evaluation,
  caller: Caller,
  operation: OperationDefinitionNode,
  context: TContext,
  { onDecision }: Settings<TContext>,
): PromiseOrValue<GraphQLError | undefined> {
  if (!onDecision || evaluation.fields.size === 0) return undefined;
  try {
    const told: unknown = onDecision({
      ...summarise(evaluation),
      authAge: ageOf(caller),
      operationName: operation.name?.value,
      context,
    });
    return isThenable(told) ? Promise.resolve(told).then(() => undefined, unrecorded) : undefined;
  } catch (error) {
    return unrecorded(error);
  }
}

type Summary = Pick<Decision<never>, 'outcome' | 'code' | 'reason' | 'fields' | 'maxAge'>;

function summarise({ fields, refused, reported, withoutProof }: Evaluation): Summary {
  const told = refused.length > 0 ? refused : reported;
  if (told.length === 0) {
    return {
      outcome: withoutProof ? 'ALLOWED_WITHOUT_PROOF' : 'ALLOWED',
      fields: [...fields.keys()],
      maxAge: Math.min(...[...fields.values()].map(({ requirement }) => requirement.seconds)),
    };
  }
  const { fault, ...challenge } = combine(told);
  return {
    outcome: refused.length > 0 ? 'REFUSED' : 'REPORTED',
    code: fault.code,
    ...(fault.reason !== undefined && { reason: fault.reason }),
    fields: challenge.fields,
    maxAge: challenge.maxAge,
  };
}

function ageOf(caller: Caller): number | undefined {
  if (isProgrammingError(caller) || caller.authentication.status !== 'authenticated')
    return undefined;
  const age = caller.checkedAt - (caller.authentication.authTime ?? NaN);
  return Number.isFinite(age) ? age : undefined;
}

/** A GraphQL error is meant for the client; anything else is the operator's. */
function unrecorded(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('The decision on this operation could not be recorded', {
    originalError: error instanceof Error ? error : null,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
}
