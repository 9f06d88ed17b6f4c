import type { GraphQLSchema } from 'graphql';
import type { RecentAuth } from '../directive/index.js';

type AssertEnforced = Pick<RecentAuth<never>, 'assertEnforced'>;

const passed = new WeakMap<AssertEnforced, WeakSet<GraphQLSchema>>();

/**
 * Throws where a guard is missing, else remembers the schema. Apollo Server wraps every resolver of a
 * schema in place at its first request, so a second server on the same schema finds the guards out
 * of sight: there the verdict from before counts.
 */
export function assertEnforced(recentAuth: AssertEnforced, schema: GraphQLSchema): void {
  const schemas = passed.get(recentAuth) ?? new WeakSet();
  if (schemas.has(schema) && isWrappedByApollo(schema)) return;
  recentAuth.assertEnforced(schema);
  passed.set(recentAuth, schemas.add(schema));
}

/** Whether `assertEnforced` has let this schema pass. */
export function isEnforced(recentAuth: AssertEnforced, schema: GraphQLSchema): boolean {
  return passed.get(recentAuth)?.has(schema) ?? false;
}

function isWrappedByApollo(schema: GraphQLSchema): boolean {
  const marks = Object.getOwnPropertySymbols(schema);
  return marks.some((mark) => mark.description === 'apolloServerPluginsEnabled');
}
