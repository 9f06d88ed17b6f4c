import { isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { RecentAuth } from '../directive/index.js';

type AssertEnforced = Pick<RecentAuth<never>, 'assertEnforced'>;

const passed = new WeakMap<AssertEnforced, WeakSet<GraphQLSchema>>();

/**
 * Throws where a guard is missing, else remembers the schema. Apollo Server wraps every resolver of a
 * schema in place at its first request, so a second server on the same schema finds the guards out
 * of sight: there the verdict from before counts, unless resolvers were exchanged since.
 */
export function assertEnforced(recentAuth: AssertEnforced, schema: GraphQLSchema): void {
  const schemas = passed.get(recentAuth) ?? new WeakSet();
  if (schemas.has(schema) && isWrappedByApollo(schema) && isAsItWasWrapped(schema)) return;
  recentAuth.assertEnforced(schema);
  passed.set(recentAuth, schemas.add(schema));
}

/** Whether `assertEnforced` has let this schema pass. */
export function isEnforced(recentAuth: AssertEnforced, schema: GraphQLSchema): boolean {
  return passed.get(recentAuth)?.has(schema) ?? false;
}

const wrapped = new WeakMap<GraphQLSchema, readonly unknown[]>();

/** To be called after a request: then the resolvers are those that Apollo's wrapping left. */
export function rememberWrapping(schema: GraphQLSchema): void {
  if (wrapped.has(schema) || !isWrappedByApollo(schema)) return;
  wrapped.set(schema, resolversOf(schema));
}

function isAsItWasWrapped(schema: GraphQLSchema): boolean {
  const then = wrapped.get(schema);
  return then === undefined || resolversOf(schema).every((resolve, at) => resolve === then[at]);
}

function resolversOf(schema: GraphQLSchema): readonly unknown[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return types.flatMap((type) => Object.values(type.getFields()).map(({ resolve }) => resolve));
}

function isWrappedByApollo(schema: GraphQLSchema): boolean {
  const marks = Object.getOwnPropertySymbols(schema);
  return marks.some((mark) => mark.description === 'apolloServerPluginsEnabled');
}
