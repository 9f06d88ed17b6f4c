import { Kind } from 'graphql';
import type { OperationDefinitionNode, SelectionNode } from 'graphql';

/** What `@skip` and `@include` say of a selection, as far as it can be known. */
export type Inclusion = 'included' | 'excluded' | 'depends';

/** Values of the variables of one request; `undefined` leaves every variable open. */
export type VariableLookup = ((name: string) => unknown) | undefined;

/**
 * Follows execution: `@skip(if: true)` and `@include(if: false)` exclude. Only a literal or a coerced
 * boolean decides; anything else counts as selected.
 */
export function inclusionOf(selection: SelectionNode, lookUp: VariableLookup): Inclusion {
  const skip = condition(selection, 'skip', lookUp);
  const include = condition(selection, 'include', lookUp);
  if (skip === true || include === false) return 'excluded';
  return skip === 'open' || include === 'open' ? 'depends' : 'included';
}

/** Looks in the request first, then among the operation's defaults, as coercion does. */
export function lookUpVariables(
  operation: OperationDefinitionNode,
  values: Readonly<Record<string, unknown>>,
): NonNullable<VariableLookup> {
  return (name) => {
    if (Object.hasOwn(values, name)) return values[name];
    const definition = operation.variableDefinitions?.find(
      ({ variable }) => variable.name.value === name,
    );
    return definition?.defaultValue?.kind === Kind.BOOLEAN
      ? definition.defaultValue.value
      : undefined;
  };
}

function condition(
  selection: SelectionNode,
  name: 'skip' | 'include',
  lookUp: VariableLookup,
): boolean | 'open' | undefined {
  const directive = selection.directives?.find((candidate) => candidate.name.value === name);
  const argument = directive?.arguments?.find((candidate) => candidate.name.value === 'if')?.value;
  if (argument?.kind === Kind.BOOLEAN) return argument.value;
  if (argument?.kind !== Kind.VARIABLE) return undefined;
  if (!lookUp) return 'open';
  const value = lookUp(argument.name.value);
  return typeof value === 'boolean' ? value : undefined;
}
