import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { Evaluation } from './evaluation.js';
import { readGuardedSchema } from './guarded-schema.js';
import { combine, createRefusalError, describeChallenge } from './refusal.js';
import type { Challenge, ErrorPlace } from './refusal.js';
import type { Settings } from './settings.js';
import type { Caller } from './verdict.js';

export interface OperationChallenge {
  readonly challenge: Challenge;
  readonly error: GraphQLError;
  readonly nodes: ErrorPlace['nodes'];
}

/** What is said of an operation that is refused whole; `started` where a root field has run. */
export function challengeOperation<TContext>(
  schema: GraphQLSchema,
  { refused, fields }: Evaluation,
  caller: Caller,
  started: boolean,
  settings: Settings<TContext>,
): OperationChallenge {
  // What is on trial asks for nothing, so it must not make the rest impossible.
  const enforced = [...fields].filter(([coordinate]) => !settings.report.has(coordinate));
  const challenge = combine(
    refused,
    enforced.map(([, field]) => field),
  );
  const executed = readGuardedSchema(schema).isSubgraph ? null : started;
  const extensions = describeChallenge(challenge, caller, executed, settings);
  const nodes = refused.map(({ node }) => node);
  return { challenge, error: createRefusalError(challenge, extensions, { nodes }), nodes };
}
