import { OperationTypeNode } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import type { FieldRequirement, OperationRequirement } from '../client/index.js';
import type { FreshnessRequirement } from '../directive/index.js';
import type { Fragments } from './documents.js';
import type { GuardedFields } from './guarded-fields.js';
import { selectGuardedFields } from './selected-fields.js';
import type { Way } from './selected-fields.js';

/** What one operation asks for; `undefined` where it selects nothing guarded. */
export function requirementOf(
  { operation: type, ...operation }: OperationDefinitionNode,
  fragments: Fragments,
  guarded: GuardedFields,
): OperationRequirement | undefined {
  const selected = selectGuardedFields(type, operation.selectionSet, fragments, guarded);
  if (selected.length === 0) return undefined;
  const certain = selected.filter(({ way }) => isCertain(way, type));
  return {
    type,
    ...demandOf(certain.map(({ requirement }) => requirement)),
    fields: Object.fromEntries(
      selected.map(({ coordinate, requirement, way }) => [coordinate, describe(requirement, way)]),
    ),
  };
}

/** Before a mutation or a subscription runs, nobody knows the objects: the server asks for all of them. */
function isCertain({ conditional, possible }: Way, type: OperationTypeNode): boolean {
  return !conditional && (type !== OperationTypeNode.QUERY || !possible);
}

/** Nothing where no single sign-in can bring it all: to ask the user would be in vain. */
function demandOf(
  certain: readonly FreshnessRequirement[],
): Pick<OperationRequirement, 'maxAge' | 'acrValues'> {
  const lists = certain.flatMap(({ acr }) => (acr ? [acr] : []));
  const acrValues = lists[0]?.filter((value) => lists.every((list) => list.includes(value)));
  if (certain.length === 0 || acrValues?.length === 0) return {};
  const maxAge = Math.min(...certain.map(({ seconds }) => seconds));
  return acrValues ? { maxAge, acrValues } : { maxAge };
}

function describe(
  { seconds, acr, allowIfCannotReauthenticate }: FreshnessRequirement,
  { conditional, possible }: Way,
): FieldRequirement {
  return {
    maxAge: seconds,
    ...(acr && { acrValues: acr }),
    ...(allowIfCannotReauthenticate && { allowIfCannotReauthenticate }),
    ...(conditional && { conditional }),
    ...(possible && { possible }),
  };
}
