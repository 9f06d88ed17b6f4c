import { getLocation, Kind, print } from 'graphql';
import type { FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import { ConfigurationError } from '../protocol/index.js';
import type { DocumentFile } from './code-generator.js';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export interface LocatedOperation {
  readonly operation: OperationDefinitionNode;
  /** For messages: the file and, where it can be known, line and column. */
  readonly place: string;
}

export interface Documents {
  readonly operations: readonly LocatedOperation[];
  readonly fragments: Fragments;
}

/** The operations of the application, and the fragments of all files. */
export function readDocuments(files: readonly DocumentFile[]): Documents {
  const operations: LocatedOperation[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const file of files) {
    for (const definition of file.document?.definitions ?? []) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) addFragment(fragments, definition, file);
      if (definition.kind === Kind.OPERATION_DEFINITION && file.type !== 'external') {
        operations.push({ operation: definition, place: placeOf(definition, file) });
      }
    }
  }
  return { operations, fragments };
}

/** A copy does no harm; of two that differ, one would be walked and the other sent. */
function addFragment(
  fragments: Map<string, FragmentDefinitionNode>,
  fragment: FragmentDefinitionNode,
  file: DocumentFile,
): void {
  const name = fragment.name.value;
  const known = fragments.get(name);
  if (known && print(known) !== print(fragment)) {
    throw new ConfigurationError(`${placeOf(fragment, file)}: another fragment is called ${name}`);
  }
  fragments.set(name, fragment);
}

/** In a source file the position counts from the start of the template, which would mislead. */
function placeOf(
  { loc }: OperationDefinitionNode | FragmentDefinitionNode,
  { location = 'a document' }: DocumentFile,
): string {
  if (!loc || !/\.(?:graphqls?|gql)$/.test(location)) return location;
  const { line, column } = getLocation(loc.source, loc.start);
  return `${location}:${line}:${column}`;
}
