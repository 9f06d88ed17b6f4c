import { Kind } from 'graphql';
import type { SelectionNode } from 'graphql';

/** What `@skip` and `@include` say of a selection before any variable is known. */
export type Inclusion = 'included' | 'excluded' | 'depends';

/** Literals decide, variables may; whatever else stands there counts as selected, as on the server. */
export function inclusionOf({ directives = [] }: SelectionNode): Inclusion {
  const conditions = directives.flatMap(({ name, arguments: args = [] }) =>
    args
      .filter((argument) => argument.name.value === 'if')
      .map(({ value }) => ({ directive: name.value, value })),
  );
  const excluded = conditions.some(
    ({ directive, value }) =>
      value.kind === Kind.BOOLEAN &&
      ((directive === 'skip' && value.value) || (directive === 'include' && !value.value)),
  );
  if (excluded) return 'excluded';
  const depends = conditions.some(
    ({ directive, value }) =>
      value.kind === Kind.VARIABLE && (directive === 'skip' || directive === 'include'),
  );
  return depends ? 'depends' : 'included';
}
