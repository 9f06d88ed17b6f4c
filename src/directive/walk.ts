import { getNamedType, isAbstractType, isObjectType, Kind } from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { inclusionOf } from './conditions.js';
import type { VariableLookup } from './conditions.js';
import type { FreshnessRequirement } from './recent-auth.js';

export type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** A guarded field that an operation selects, and one place where it does. */
export interface SelectedField {
  readonly requirement: FreshnessRequirement;
  readonly node: FieldNode;
}

export interface Selected {
  /** By schema coordinate. */
  readonly fields: ReadonlyMap<string, SelectedField>;
  /** Whether a condition was met that only variables decide. */
  readonly conditional: boolean;
  /** Every fragment that was spread, by name, as it stood. */
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode | undefined>;
  /** Pairs of selection set and object type that were looked at. */
  readonly visits: number;
}

/**
 * Names every guarded field that the operation may execute. Each selection set is handed only the
 * object types that it has not had before, so the work is bounded by selection sets × object types,
 * however often fragments spread one another.
 */
export function selectGuardedFields(
  schema: GraphQLSchema,
  requirements: ReadonlyMap<string, FreshnessRequirement>,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  lookUp?: VariableLookup,
): Selected {
  const fields = new Map<string, SelectedField>();
  const spread = new Map<string, FragmentDefinitionNode | undefined>();
  const seen = new Map<SelectionSetNode, Set<GraphQLNamedType>>();
  const pending: { selections: readonly SelectionNode[]; types: readonly GraphQLObjectType[] }[] =
    [];
  let conditional = false;
  let visits = 0;

  const root = schema.getRootType(operation.operation);
  if (root) enter(operation.selectionSet, [root]);
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const selection of next.selections) select(selection, next.types);
  }
  return { fields, conditional, fragments: spread, visits };

  function enter(selectionSet: SelectionSetNode, types: readonly GraphQLObjectType[]): void {
    const before = seen.get(selectionSet) ?? new Set();
    seen.set(selectionSet, before);
    const unseen = types.filter((type) => !before.has(type));
    if (unseen.length === 0) return;
    unseen.forEach((type) => before.add(type));
    visits += unseen.length;
    pending.push({ selections: selectionSet.selections, types: unseen });
  }

  function select(selection: SelectionNode, types: readonly GraphQLObjectType[]): void {
    const inclusion = inclusionOf(selection, lookUp);
    if (inclusion === 'excluded') return;
    if (inclusion === 'depends') conditional = true;
    switch (selection.kind) {
      case Kind.FIELD:
        types.forEach((type) => {
          selectField(selection, type);
        });
        return;
      case Kind.INLINE_FRAGMENT:
        enter(selection.selectionSet, narrow(types, selection.typeCondition?.name.value));
        return;
      case Kind.FRAGMENT_SPREAD: {
        const fragment = fragments[selection.name.value];
        spread.set(selection.name.value, fragment);
        if (fragment)
          enter(fragment.selectionSet, narrow(types, fragment.typeCondition.name.value));
      }
    }
  }

  function selectField(node: FieldNode, type: GraphQLObjectType): void {
    const field = type.getFields()[node.name.value];
    if (!field) return;
    const coordinate = `${type.name}.${field.name}`;
    const requirement = requirements.get(coordinate);
    if (requirement && !fields.has(coordinate)) fields.set(coordinate, { requirement, node });
    if (node.selectionSet) enterReturned(node.selectionSet, getNamedType(field.type));
  }

  /** An abstract type is taken apart once a selection set, not once for each field that returns it. */
  function enterReturned(selectionSet: SelectionSetNode, type: GraphQLNamedType): void {
    if (isObjectType(type)) {
      enter(selectionSet, [type]);
    } else if (isAbstractType(type) && !seen.get(selectionSet)?.has(type)) {
      enter(selectionSet, schema.getPossibleTypes(type));
      seen.get(selectionSet)?.add(type);
    }
  }

  function narrow(
    types: readonly GraphQLObjectType[],
    condition: string | undefined,
  ): readonly GraphQLObjectType[] {
    if (condition === undefined) return types;
    const wanted = schema.getType(condition);
    if (isAbstractType(wanted)) return types.filter((type) => schema.isSubType(wanted, type));
    return types.filter((type) => type === wanted);
  }
}
