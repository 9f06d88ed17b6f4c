import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { ConfigurationError } from '../protocol/index.js';
import { readGuardedSchema } from './guarded-schema.js';
import { guardOf } from './guards.js';
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
  const roots = [
    schema.getMutationType(),
    schema.getSubscriptionType(),
    settings.atomicQueries ? schema.getQueryType() : undefined,
  ];
  const rootFields = roots.flatMap((type) => (type ? fieldsOf(type) : []));
  const guarded = [...requirements.keys()].flatMap((coordinate) => findField(schema, coordinate));

  for (const [coordinate, field] of guarded) {
    if (!isOurs(field.resolve, settings))
      throw notEnforced(coordinate, `carries @${DIRECTIVE_NAME}`);
  }
  if (requirements.size > 0) {
    const subscription = schema.getSubscriptionType()?.name;
    for (const [coordinate, field] of rootFields) {
      const isSubscription = coordinate.startsWith(`${String(subscription)}.`);
      const resolver = isSubscription ? field.subscribe : field.resolve;
      if (!isOurs(resolver, settings, true)) {
        throw notEnforced(coordinate, 'must check the whole operation before it runs');
      }
    }
  } else if (!isTransformed(schema)) {
    throw new ConfigurationError(
      `No field of this schema carries @${DIRECTIVE_NAME}, and recentAuth.transform(schema) did not make it: transform the schema last, and give the server what transform returns`,
    );
  }
}

type NamedField = readonly [coordinate: string, field: GraphQLField<unknown, unknown>];

function fieldsOf(type: GraphQLObjectType): readonly NamedField[] {
  return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field]);
}

function findField(schema: GraphQLSchema, coordinate: string): readonly NamedField[] {
  const [typeName = ''] = coordinate.split('.');
  const type = schema.getType(typeName) as GraphQLObjectType;
  return fieldsOf(type).filter(([name]) => name === coordinate);
}

function isOurs(
  resolver: ((...args: never[]) => unknown) | undefined,
  settings: object,
  wholeOperation = false,
): boolean {
  const guard = guardOf(resolver);
  return guard?.owner === settings && (!wholeOperation || guard.wholeOperation);
}

function notEnforced(coordinate: string, duty: string): ConfigurationError {
  return new ConfigurationError(
    `${coordinate} ${duty}, but its resolver is not the one that recentAuth.transform(schema) put there. Transform the schema last: addResolversToSchema, mapSchema, extendSchema and other transforms after it replace or drop the guard. Then give the server what transform returns`,
  );
}
