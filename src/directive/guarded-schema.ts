import { getNamedType, isAbstractType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
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
  const guarded = { requirements: readRequirements(schema), isSubgraph: isSubgraph(schema) };
  known.set(schema, guarded);
  return guarded;
}

/** Root mutation fields through which a guarded object type can be had without asking for it. */
export function findUnguardedReturns(schema: GraphQLSchema): readonly string[] {
  const { requirements } = readGuardedSchema(schema);
  const mutation = schema.getMutationType();
  if (!mutation) return [];
  return Object.values(mutation.getFields())
    .filter((field) => {
      const type = getNamedType(field.type);
      return (
        isAbstractType(type) &&
        schema
          .getPossibleTypes(type)
          .some((possible) => ownRequirements(possible, ignore).length > 0)
      );
    })
    .map((field) => `${mutation.name}.${field.name}`)
    .filter((coordinate) => !requirements.has(coordinate));
}

function readRequirements(schema: GraphQLSchema): ReadonlyMap<string, FreshnessRequirement> {
  const faults = [...findMisplaced(schema)];
  const types = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  );
  const ofType = new Map(
    types.map((type) => [
      type,
      ownRequirements(type, (fault) => faults.push(describe(type.name, fault))),
    ]),
  );
  const requirements = new Map<string, FreshnessRequirement>();
  for (const type of types) {
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      const returned = getNamedType(field.type);
      const found = [
        ...ownRequirements(field, (fault) => faults.push(describe(coordinate, fault))),
        ...(ofType.get(type) ?? []),
        ...(isObjectType(returned) ? (ofType.get(returned) ?? []) : []),
        ...wrappedRequirements(field),
      ];
      if (found.length === 0) continue;
      const requirement = found.reduce(stricter);
      requirements.set(coordinate, requirement);
      if (requirement.acr?.length === 0) {
        faults.push(
          describe(coordinate, 'annotations ask for "acr" values that have none in common'),
        );
      }
    }
  }
  if (faults.length > 0) throw new ConfigurationError([...new Set(faults)].join('\n'));
  return requirements;
}

/** A later transformer may have dropped the annotation; the guard still knows what it was made for. */
function wrappedRequirements(
  field: GraphQLField<unknown, unknown>,
): readonly FreshnessRequirement[] {
  return [guardOf(field.resolve)?.requirement, guardOf(field.subscribe)?.requirement].filter(
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

function ignore(): void {
  // Faults were told when the schema was read.
}
