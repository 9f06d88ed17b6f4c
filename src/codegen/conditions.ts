import { Kind } from 'graphql';
import type { DirectiveNode, SelectionNode } from 'graphql';

/** What `@skip` and `@include` say of a selection before any variable is known. */
export type Inclusion = 'included' | 'excluded' | 'depends';

/** Literals decide, variables may; whatever else stands there counts as selected, as on the server. */
export function inclusionOf({ directives = [] }: SelectionNode): Inclusion {
  const conditions = directives.map(readCondition);
  if (conditions.includes('excluded')) return 'excluded';
  return conditions.includes('depends') ? 'depends' : 'included';
}

function readCondition({ name, arguments: args = [] }: DirectiveNode): Inclusion {
  if (name.value !== 'skip' && name.value !== 'include') return 'included';
  const value = args.find((argument) => argument.name.value === 'if')?.value;
  if (value?.kind === Kind.VARIABLE) return 'depends';
  const excludes = name.value === 'skip';
  return value?.kind === Kind.BOOLEAN && value.value === excludes ? 'excluded' : 'included';
}
