import type { PromiseOrValue } from './recent-auth.js';

/** Goes on at once where there is nothing to wait for: guards stay synchronous. */
export function settle<T, R>(
  value: PromiseOrValue<T>,
  proceed: (value: T) => PromiseOrValue<R>,
): PromiseOrValue<R> {
  return value instanceof Promise ? value.then(proceed) : proceed(value);
}

/** Also the promises of libraries that bring their own. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}
