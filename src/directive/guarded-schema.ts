import { getNamedType, isAbstractType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLNamedType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { ConfigurationError } from '../protocol/index.js';
import { ownRequirements } from './annotations.js';
import { guardOf } from './guards.js';
import { findMisplaced } from './placement.js';
import type { FreshnessRequirement } from './recent-auth.js';
import { stricter } from './requirement.js';
import { DIRECTIVE_NAME } from './sdl.js';

/** What a schema asks for, read once. */
export interface GuardedSchema {
  /** By schema coordinate, in the order of the schema. */
  readonly requirements: ReadonlyMap<string, FreshnessRequirement>;
  /** Names of the object types that carry an annotation themselves. */
  readonly annotatedTypes: ReadonlySet<string>;
  /** A subgraph sees only a part of the client's operation, and cannot say that nothing ran. */
  readonly isSubgraph: boolean;
}

const known = new WeakMap<GraphQLSchema, GuardedSchema>();

/**
 * Reads every annotation of a schema, and what guards already in it were made for.
 * Throws a `ConfigurationError` that lists everything that would leave a field open.
 */
export function readGuardedSchema(schema: GraphQLSchema): GuardedSchema {
  const cached = known.get(schema);
  if (cached) return cached;
  const guarded = { ...readRequirements(schema), isSubgraph: isSubgraph(schema) };
  known.set(schema, guarded);
  return guarded;
}

/** Root mutation fields through which a guarded object type can be had without asking for it. */
export function findUnguardedReturns(schema: GraphQLSchema): readonly string[] {
  const { requirements, annotatedTypes } = readGuardedSchema(schema);
  const mutation = schema.getMutationType();
  if (!mutation) return [];
  return Object.values(mutation.getFields())
    .filter((field) => {
      const type = getNamedType(field.type);
      const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
      return possible.some(({ name }) => annotatedTypes.has(name));
    })
    .map((field) => `${mutation.name}.${field.name}`)
    .filter((coordinate) => !requirements.has(coordinate));
}

function readRequirements(
  schema: GraphQLSchema,
): Pick<GuardedSchema, 'requirements' | 'annotatedTypes'> {
  const faults = new Set(findMisplaced(schema));
  const types = Object.values(schema.getTypeMap()).filter(isOwnObjectType);
  const ofTypes = new Map<GraphQLNamedType, readonly FreshnessRequirement[]>();
  for (const type of types) {
    const own = ownRequirements(type, (fault) => faults.add(describe(type.name, fault)));
    if (own.length > 0) ofTypes.set(type, own);
  }

  const requirements = new Map<string, FreshnessRequirement>();
  for (const type of types) {
    for (const field of Object.values(type.getFields())) {
      const found = [
        ...ownRequirements(field, (fault) => faults.add(describe(nameOf(type, field), fault))),
        ...(ofTypes.get(type) ?? []),
        ...(ofTypes.get(getNamedType(field.type)) ?? []),
        ...wrappedRequirements(field),
      ];
      if (found.length === 0) continue;
      const requirement = found.reduce(stricter);
      requirements.set(nameOf(type, field), requirement);
      if (requirement.acr?.length === 0) faults.add(describe(nameOf(type, field), NOTHING_COMMON));
    }
  }
  if (sharesRootType(schema)) faults.add(SHARED_ROOT);
  if (faults.size > 0) throw new ConfigurationError([...faults].join('\n'));
  return { requirements, annotatedTypes: new Set([...ofTypes.keys()].map(({ name }) => name)) };
}

/** What its fields are depends on how they are reached, and no guard can tell. */
function sharesRootType(schema: GraphQLSchema): boolean {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const types = roots.filter((type) => type !== undefined && type !== null);
  return new Set(types).size < types.length;
}

const SHARED_ROOT =
  'Query, mutation and subscription must be different types, each with its own guards';

const NOTHING_COMMON = 'annotations ask for "acr" values that have none in common';

function nameOf(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): string {
  return `${type.name}.${field.name}`;
}

function isOwnObjectType(type: GraphQLNamedType): type is GraphQLObjectType {
  return isObjectType(type) && !type.name.startsWith('__');
}

/** A later transformer may have dropped the annotation; the guard still knows what it was made for. */
function wrappedRequirements(
  field: GraphQLField<unknown, unknown>,
): readonly FreshnessRequirement[] {
  const { resolve, subscribe } = field;
  if (!resolve && !subscribe) return [];
  return [guardOf(resolve)?.requirement, guardOf(subscribe)?.requirement].filter(
    (requirement) => requirement !== undefined,
  );
}

function describe(place: string, fault: string): string {
  return `@${DIRECTIVE_NAME} on ${place}: ${fault}`;
}

function isSubgraph(schema: GraphQLSchema): boolean {
  const fields = schema.getQueryType()?.getFields() ?? {};
  return '_service' in fields || '_entities' in fields;
}
