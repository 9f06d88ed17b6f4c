import type { OperationRequirement } from '../client/index.js';
import { ConfigurationError } from '../protocol/index.js';
import type { Documents } from './documents.js';
import type { GuardedFields } from './guarded-fields.js';
import { requirementOf } from './operation-requirement.js';

/** By operation name, in alphabetical order. A client knows an operation by its name alone. */
export function nameRequirements(
  guarded: GuardedFields,
  { operations, fragments }: Documents,
): ReadonlyMap<string, OperationRequirement> {
  const named = new Map<string, OperationRequirement>();
  const places = new Map<string, string[]>();
  for (const { operation, place } of operations) {
    const requirement = requirementOf(operation, fragments, guarded);
    if (!operation.name) {
      if (requirement) throw new ConfigurationError(nameless(requirement, place));
      continue;
    }
    const name = operation.name.value;
    places.set(name, [...(places.get(name) ?? []), place]);
    if (requirement) named.set(name, requirement);
  }
  for (const name of named.keys()) assertOnce(name, places.get(name) ?? []);
  return new Map([...named].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function nameless({ type, fields }: OperationRequirement, place: string): string {
  const coordinates = Object.keys(fields).join(', ');
  return `${place}: a ${type} without a name selects ${coordinates}: name it, so that the client knows what it asks for`;
}

function assertOnce(name: string, places: readonly string[]): void {
  if (places.length === 1) return;
  throw new ConfigurationError(
    `${places.length} operations are called ${name}, and the client cannot tell them apart: ${places.join(', ')}`,
  );
}
