import { Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import type { Fragments } from './walk.js';

interface Definitions {
  readonly operations: readonly OperationDefinitionNode[];
  readonly fragments: Fragments;
}

export interface SelectedOperation {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Fragments;
}

const known = new WeakMap<DocumentNode, Definitions>();

/** The operation that will run; `undefined` where the executor will say that there is none. */
export function findOperation(
  document: DocumentNode,
  operationName: string | null | undefined,
): SelectedOperation | undefined {
  const { operations, fragments } = definitionsOf(document);
  const operation =
    operationName === undefined || operationName === null
      ? operations.length === 1 && operations[0]
      : operations.findLast(({ name }) => name?.value === operationName);
  return operation ? { operation, fragments } : undefined;
}

function definitionsOf(document: DocumentNode): Definitions {
  const cached = known.get(document);
  if (cached) return cached;
  const operations: OperationDefinitionNode[] = [];
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null) as typeof fragments;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  const definitions = { operations, fragments };
  known.set(document, definitions);
  return definitions;
}
