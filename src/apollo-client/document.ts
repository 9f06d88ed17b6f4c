import type { Operation } from './apollo-types.js';

type DocumentNode = Operation['query'];

/** As much of a GraphQL node as is looked at. */
interface Node {
  readonly kind: string;
  readonly operation?: string;
  readonly name?: { readonly value: string } | undefined;
  readonly directives?: readonly { readonly name: { readonly value: string } }[] | undefined;
  readonly selectionSet?: { readonly selections: readonly Node[] } | undefined;
}

/** Apollo Client sends documents of one operation; version 3 does not say of which type. */
export function operationTypeOf(document: DocumentNode): string | undefined {
  return definitionOf(document)?.operation;
}

/** Exactly one field is selected at the root, whatever the variables are. */
export function hasSingleRootField(document: DocumentNode): boolean {
  return countFields(definitionOf(document), document) === 1;
}

/** The names of all fields that the document selects anywhere. */
export function fieldNamesOf({ definitions }: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = ({ kind, name, selectionSet }: Node) => {
    if (kind === 'Field' && name) names.add(name.value);
    selectionSet?.selections.forEach(collect);
  };
  (definitions as readonly Node[]).forEach(collect);
  return names;
}

function definitionOf({ definitions }: DocumentNode): Node | undefined {
  return definitions.find(({ kind }: Node) => kind === 'OperationDefinition');
}

/** `NaN` where a directive or an unknown fragment leaves it open. */
function countFields(node: Node | undefined, document: DocumentNode): number {
  const counts = node?.selectionSet?.selections.map((selection) => {
    if (selection.directives?.some(({ name }) => /^(skip|include)$/.test(name.value))) return NaN;
    switch (selection.kind) {
      case 'Field':
        // Apollo Client adds it to fragments.
        return selection.name?.value === '__typename' ? 0 : 1;
      case 'FragmentSpread':
        return countFields(fragmentOf(selection, document), document);
      default:
        return countFields(selection, document);
    }
  });
  return counts?.reduce((sum, count) => sum + count, 0) ?? NaN;
}

function fragmentOf({ name }: Node, { definitions }: DocumentNode): Node | undefined {
  return definitions.find(
    (node: Node) => node.kind === 'FragmentDefinition' && node.name?.value === name?.value,
  );
}
