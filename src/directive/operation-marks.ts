import type { OperationDefinitionNode } from 'graphql';

/** Remembers operations of contexts, for as long as somebody else remembers both. */
export interface OperationMarks {
  readonly add: (contextValue: unknown, operation: OperationDefinitionNode) => void;
  readonly has: (contextValue: unknown, operation: OperationDefinitionNode) => boolean;
  /** Whether it was there; it is not there any more. */
  readonly take: (contextValue: unknown, operation: OperationDefinitionNode) => boolean;
}

/** A context that is no object has no identity, so nothing is remembered of it. */
export function createOperationMarks(): OperationMarks {
  const marks = new WeakMap<object, WeakSet<OperationDefinitionNode>>();
  const marksOf = (contextValue: unknown): WeakSet<OperationDefinitionNode> | undefined =>
    isObject(contextValue) ? marks.get(contextValue) : undefined;
  return {
    add: (contextValue, operation) => {
      if (!isObject(contextValue)) return;
      marks.set(contextValue, (marksOf(contextValue) ?? new WeakSet()).add(operation));
    },
    has: (contextValue, operation) => marksOf(contextValue)?.has(operation) ?? false,
    take: (contextValue, operation) => marksOf(contextValue)?.delete(operation) ?? false,
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
