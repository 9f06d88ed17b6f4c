import { GraphQLError, Kind } from 'graphql';
import type {
  ASTVisitor,
  FragmentDefinitionNode,
  SelectionSetNode,
  ValidationContext,
} from 'graphql';

/**
 * `Account.transfers` and `Transfer.fromAccount` lead into one another, and each round multiplies the
 * answer. Six fields deep is one round and the account at its end; introspection, which is deeper, does not count.
 */
const DEEPEST = 6;

/** A validation rule: refuses operations whose fields nest deeper than a client of this API needs. */
export function depthLimit(context: ValidationContext): ASTVisitor {
  const depths = new Map<FragmentDefinitionNode, number>();

  function depthOf({ selections }: SelectionSetNode): number {
    return Math.max(
      ...selections.map((selection) => {
        switch (selection.kind) {
          case Kind.FIELD:
            if (selection.name.value.startsWith('__')) return 0;
            return 1 + (selection.selectionSet ? depthOf(selection.selectionSet) : 0);
          case Kind.INLINE_FRAGMENT:
            return depthOf(selection.selectionSet);
          case Kind.FRAGMENT_SPREAD:
            return depthOfFragment(context.getFragment(selection.name.value));
        }
      }),
    );
  }

  /** Once per fragment; one that leads back to itself is another rule's to refuse. */
  function depthOfFragment(fragment: FragmentDefinitionNode | null | undefined): number {
    if (!fragment) return 0;
    const known = depths.get(fragment);
    if (known !== undefined) return known;
    depths.set(fragment, 0);
    const depth = depthOf(fragment.selectionSet);
    depths.set(fragment, depth);
    return depth;
  }

  return {
    OperationDefinition(operation) {
      if (depthOf(operation.selectionSet) <= DEEPEST) return;
      const message = `Fields nest deeper than ${DEEPEST}`;
      context.reportError(new GraphQLError(message, { nodes: operation }));
    },
  };
}
