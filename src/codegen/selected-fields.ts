import { getNamedType, isAbstractType, isObjectType, Kind } from 'graphql';
import type {
  FieldNode,
  GraphQLObjectType,
  NamedTypeNode,
  OperationTypeNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import type { FreshnessRequirement } from '../directive/index.js';
import { ConfigurationError } from '../protocol/index.js';
import { inclusionOf } from './conditions.js';
import type { Fragments } from './documents.js';
import type { GuardedFields } from './guarded-fields.js';

/** How an operation comes to a field. */
export interface Way {
  /** Only where the variables say so. */
  readonly conditional: boolean;
  /** Only for some of the objects that an interface or a union stands for. */
  readonly possible: boolean;
}

export interface SelectedField {
  readonly coordinate: string;
  readonly requirement: FreshnessRequirement;
  /** Of several: the surest, and what depends on types is surer than what depends on variables. */
  readonly way: Way;
}

const POSSIBLE = 1;
const CONDITIONAL = 2;

/**
 * Names every guarded field that the operation may execute, in alphabetical order. Each selection set is walked once
 * for each object type and way, however often fragments spread one another.
 */
export function selectGuardedFields(
  operationType: OperationTypeNode,
  selectionSet: SelectionSetNode,
  fragments: Fragments,
  { schema, requirements }: GuardedFields,
): readonly SelectedField[] {
  const fields = new Map<string, { requirement: FreshnessRequirement; marks: number }>();
  const walked = new Map<SelectionSetNode, Set<string>>();
  const root = schema.getRootType(operationType);
  if (root) enter(selectionSet, root, 0);
  return [...fields]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([coordinate, { requirement, marks }]) => ({
      coordinate,
      requirement,
      way: { conditional: marks >= CONDITIONAL, possible: marks % CONDITIONAL === POSSIBLE },
    }));

  function enter(selectionSet: SelectionSetNode, type: GraphQLObjectType, marks: number): void {
    const visits = walked.get(selectionSet) ?? new Set();
    walked.set(selectionSet, visits);
    const visit = `${marks} ${type.name}`;
    if (visits.has(visit)) return;
    visits.add(visit);
    for (const selection of selectionSet.selections) select(selection, type, marks);
  }

  function select(selection: SelectionNode, type: GraphQLObjectType, before: number): void {
    const inclusion = inclusionOf(selection);
    if (inclusion === 'excluded') return;
    const marks = inclusion === 'depends' ? before | CONDITIONAL : before;
    if (selection.kind === Kind.FIELD) {
      selectField(selection, type, marks);
      return;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragmentNamed(selection.name.value);
    if (applies(fragment.typeCondition, type)) enter(fragment.selectionSet, type, marks);
  }

  function selectField(node: FieldNode, type: GraphQLObjectType, marks: number): void {
    const field = type.getFields()[node.name.value];
    if (!field) return;
    const coordinate = `${type.name}.${field.name}`;
    const requirement = requirements.get(coordinate);
    if (requirement) {
      const known = fields.get(coordinate)?.marks ?? marks;
      fields.set(coordinate, { requirement, marks: Math.min(known, marks) });
    }
    if (!node.selectionSet) return;
    const returned = getNamedType(field.type);
    if (isObjectType(returned)) enter(node.selectionSet, returned, marks);
    if (!isAbstractType(returned)) return;
    for (const possible of schema.getPossibleTypes(returned)) {
      enter(node.selectionSet, possible, marks | POSSIBLE);
    }
  }

  function applies(condition: NamedTypeNode | undefined, type: GraphQLObjectType): boolean {
    if (!condition) return true;
    const wanted = schema.getType(condition.name.value);
    return isAbstractType(wanted) ? schema.isSubType(wanted, type) : wanted === type;
  }

  function fragmentNamed(name: string) {
    const fragment = fragments.get(name);
    if (fragment) return fragment;
    throw new ConfigurationError(
      `The fragment ${name} is in none of the documents: what it selects would stay unknown`,
    );
  }
}
