import type { GraphQLSchema } from 'graphql';
import { createRecentAuth } from '../directive/index.js';
import type { FreshnessRequirement } from '../directive/index.js';
import { ConfigurationError } from '../protocol/index.js';

/** A schema, and what the server will ask for by it. */
export interface GuardedFields {
  readonly schema: GraphQLSchema;
  /** By schema coordinate. */
  readonly requirements: ReadonlyMap<string, FreshnessRequirement>;
}

/** By the server's own rule. Throws what would stop its start, and where nothing is guarded at all. */
export function readGuardedFields(schema: GraphQLSchema): GuardedFields {
  const requirements = createRecentAuth().requirements(schema);
  if (requirements.size > 0) return { schema, requirements };
  throw new ConfigurationError(
    'No field or type of the schema carries @requiresRecentAuth, so nothing would be guarded. ' +
      'Introspection (JSON or a URL), printSchema and code-first schemas lose it: use the SDL that the server is built from.',
  );
}

/** Without the definition, loaders take repeated annotations for one another, and the last one wins. */
export function assertDirectiveDefined(schema: GraphQLSchema): void {
  if (schema.getDirective('requiresRecentAuth')?.isRepeatable === true) return;
  throw new ConfigurationError(
    'The schema does not define @requiresRecentAuth as the server does: ' +
      'add node_modules/graphql-recent-auth/schema/recent-auth.graphql to "schema", and use SDL',
  );
}
