import type { GraphQLFormattedError } from 'graphql';

interface Result {
  errors?: readonly GraphQLFormattedError[];
}

/**
 * `executed: false` is a statement of whoever made the error, about itself alone. Once this server
 * has begun to execute, an inner server's statement must not leave as ours: it becomes `true`.
 */
export function admitExecution(result: Result): void {
  const { errors } = result;
  if (errors?.some(claimsNothingRan)) result.errors = errors.map(admit);
}

function admit(error: GraphQLFormattedError): GraphQLFormattedError {
  if (!claimsNothingRan(error)) return error;
  const { extensions } = error;
  return {
    ...error,
    extensions: { ...extensions, reauth: { ...extensions.reauth, executed: true } },
  };
}

type ClaimOfNothing = GraphQLFormattedError & {
  readonly extensions: { readonly reauth: { readonly executed: false } };
};

/** Reads what `formatError` made of the error, which may be anything. */
function claimsNothingRan(error: unknown): error is ClaimOfNothing {
  return member(member(member(error, 'extensions'), 'reauth'), 'executed') === false;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
