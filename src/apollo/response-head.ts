import type {
  BaseContext,
  GraphQLRequestContext,
  HeaderMap,
  HTTPGraphQLHead,
} from '@apollo/server';
import { chooseContentType } from './media-type.js';

const uncacheable = new WeakSet<HTTPGraphQLHead>();

/**
 * Sets `Cache-Control: no-store` for good. Plugins send their headers in no order that one could be
 * the last of, and the entries of a batch share one head, so later writes are turned into this one,
 * also those of a plugin that puts other headers in the place of these.
 */
export function keepUncacheable(http: HTTPGraphQLHead): void {
  if (uncacheable.has(http)) return;
  uncacheable.add(http);
  let headers = holdUncacheable(http.headers);
  Object.defineProperty(http, 'headers', {
    enumerable: true,
    get: () => headers,
    set(others: HeaderMap) {
      headers = holdUncacheable(others);
    },
  });
}

function holdUncacheable(headers: HeaderMap): HeaderMap {
  hold(headers, 'cache-control', () => 'no-store');
  return headers.set('cache-control', 'no-store');
}

/** From here on, plugins add to what scripts of other origins may read, and take nothing away. */
export function keepExposed(headers: HeaderMap): void {
  hold(headers, 'access-control-expose-headers', unite);
}

/**
 * Apollo Server chooses the content type when all is done. A status that depends on it is due before,
 * so the same choice is made here, and kept: Apollo does not choose where there is one.
 */
export function settleContentType<TContext extends BaseContext>({
  request,
  response,
}: GraphQLRequestContext<TContext>): void {
  if (!request.http || response.http.headers.has('content-type')) return;
  response.http.headers.set('content-type', chooseContentType(request.http.headers.get('accept')));
}

/** The header becomes what `settle` makes of each value that is set, and is not unset. */
function hold(
  headers: HeaderMap,
  name: string,
  settle: (value: string, current: string) => string,
): void {
  const set = headers.set.bind(headers);
  const unset = headers.delete.bind(headers);
  headers.set = (key, value) =>
    set(key, key.toLowerCase() === name ? settle(value, headers.get(name) ?? '') : value);
  headers.delete = (key) => key.toLowerCase() !== name && unset(key);
}

/** Two lists of header names as one, each name once. */
function unite(added: string, current: string): string {
  const names = `${current},${added}`.split(',').map((name) => name.trim());
  const unique = new Map(names.map((name) => [name.toLowerCase(), name]));
  unique.delete('');
  return [...unique.values()].join(', ');
}
