import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { ConfigurationError } from '../protocol/index.js';
import { readGuardedSchema } from './guarded-schema.js';
import { guardOf } from './guards.js';
import type { GuardPlace } from './guards.js';
import { DIRECTIVE_NAME } from './sdl.js';
import type { Settings } from './settings.js';

/**
 * Throws unless every guarded field, and every root field that answers for a whole operation, is
 * resolved by a function of ours: a mark on the schema would outlive the guard it speaks of.
 */
export function assertSchemaEnforced<TContext>(
  schema: GraphQLSchema,
  settings: Settings<TContext>,
  isTransformed: (schema: GraphQLSchema) => boolean,
): void {
  const { requirements } = readGuardedSchema(schema);
  for (const coordinate of requirements.keys()) {
    for (const [, { resolve }] of findField(schema, coordinate)) {
      if (!isOurs(resolve, settings)) throw notEnforced(coordinate, `carries @${DIRECTIVE_NAME}`);
    }
  }
  if (requirements.size === 0 && !isTransformed(schema)) {
    throw new ConfigurationError(
      `No field of this schema carries @${DIRECTIVE_NAME}, and recentAuth.transform(schema) did not make it: transform the schema last, and give the server what transform returns`,
    );
  }
  if (requirements.size === 0) return;
  const subscription = fieldsOf(schema.getSubscriptionType());
  const roots = [
    ...fieldsOf(schema.getMutationType()),
    ...subscription,
    ...(settings.atomicQueries ? fieldsOf(schema.getQueryType()) : []),
  ];
  const isChecked = (resolver: GraphQLField<unknown, unknown>['resolve'], place: GuardPlace) =>
    isOurs(resolver, settings) && guardOf(resolver)?.place === place;
  const open =
    roots.find(([, { resolve }]) => !isChecked(resolve, 'root')) ??
    subscription.find(([, { subscribe }]) => !isChecked(subscribe, 'subscribe'));
  if (open) throw notEnforced(open[0], 'must check the whole operation before it runs');
}

type NamedField = readonly [coordinate: string, field: GraphQLField<unknown, unknown>];

function fieldsOf(type: GraphQLObjectType | null | undefined): readonly NamedField[] {
  const fields = type ? Object.values(type.getFields()) : [];
  return fields.map((field) => [`${String(type)}.${field.name}`, field]);
}

function findField(schema: GraphQLSchema, coordinate: string): readonly NamedField[] {
  const [typeName = ''] = coordinate.split('.');
  const type = schema.getType(typeName) as GraphQLObjectType;
  return fieldsOf(type).filter(([name]) => name === coordinate);
}

function isOurs(resolver: ((...args: never[]) => unknown) | undefined, settings: object): boolean {
  return guardOf(resolver)?.owner === settings;
}

function notEnforced(coordinate: string, duty: string): ConfigurationError {
  return new ConfigurationError(
    `${coordinate} ${duty}, but its resolver is not the one that recentAuth.transform(schema) put there. Transform the schema last: addResolversToSchema, mapSchema, extendSchema and other transforms after it replace or drop the guard. Then give the server what transform returns`,
  );
}
