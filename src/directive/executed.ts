import { GraphQLError } from 'graphql';
import { isThenable } from './promise-or-value.js';

/** Errors of `require`: what they say of `executed` is our own word. */
const own = new WeakSet<Error>();

export function markOwn(error: GraphQLError): GraphQLError {
  own.add(error);
  return error;
}

/**
 * Runs a resolver of which we know that it ran: a refusal that comes out of it, from an inner
 * server or a stitched schema, must not say `executed: false` in our name.
 */
export function neverPassOn<TArgs extends readonly unknown[]>(
  resolve: (...args: TArgs) => unknown,
  ...args: TArgs
): unknown {
  let result: unknown;
  try {
    result = resolve(...args);
  } catch (error) {
    throw restate(error);
  }
  if (typeof result !== 'object' || result === null) return result;
  if (isThenable(result)) return Promise.resolve(result).then(restate, rethrowRestated);
  return restate(result);
}

function rethrowRestated(error: unknown): never {
  throw restate(error);
}

/** graphql-js takes a returned `Error` for a thrown one, and delegating resolvers return them. */
function restate(value: unknown): unknown {
  if (!(value instanceof Error) || own.has(value)) return value;
  if (value instanceof AggregateError) {
    return new AggregateError(value.errors.map(restate), value.message);
  }
  const { extensions } = value as { extensions?: { code?: unknown; reauth?: unknown } };
  const { code } = extensions ?? {};
  if (code !== 'REAUTH_REQUIRED' && code !== 'REAUTH_IMPOSSIBLE') return value;
  const reauth = extensions?.reauth;
  const restated = typeof reauth === 'object' ? { ...reauth, executed: true } : { executed: true };
  return new GraphQLError(value.message, { extensions: { ...extensions, reauth: restated } });
}
