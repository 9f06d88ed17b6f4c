import { isFetchHeaders, TokenRefusedError } from '../tokens/index.js';
import type { RequestHeaders, RequestLike } from '../tokens/index.js';

/** With underscores too: some programs take the two for one. */
const SESSION_HEADER = /^x[-_]authgear[-_]/i;
/** Those there are, for headers that cannot be listed. */
const KNOWN_NAMES = [
  ...['session-valid', 'session-authenticated-at', 'session-amr', 'session-acr', 'user-id'],
  ...['user-anonymous', 'user-verified', 'user-can-reauthenticate', 'user-roles'],
].flatMap((name) => [`x-authgear-${name}`, `x_authgear_${name.replaceAll('-', '_')}`]);

/** Where a request keeps its headers: Node's does so three times, Fastify's has Node's inside. */
interface Carrier {
  readonly headers?: unknown;
  readonly headersDistinct?: unknown;
  readonly rawHeaders?: unknown;
  readonly raw?: unknown;
}

/**
 * Takes all `x-authgear-*` headers out of a request, so that nothing in the program believes them.
 * Refuses one out of which they cannot be taken.
 */
export function removeSessionHeaders(request: RequestLike): void {
  const places = placesOf(request);
  for (const place of places) remove(place);
  // Some requests make their headers anew whenever somebody looks.
  if ([...places, ...placesOf(request)].some(holdsAny)) {
    throw new TokenRefusedError('malformed_header');
  }
}

function placesOf(carrier: Carrier): readonly object[] {
  const places = [carrier.headers, carrier.rawHeaders].filter(isObject);
  // Made when it is first looked at: not for the many requests that have nothing to remove.
  if (places.some(holdsAny) && isObject(carrier.headersDistinct)) {
    places.push(carrier.headersDistinct);
  }
  return isObject(carrier.raw) ? [...places, ...placesOf(carrier.raw)] : places;
}

function remove(place: object): void {
  if (Array.isArray(place)) {
    const rest = place.filter((_entry, index) => !isName(place[index - (index % 2)]));
    if (rest.length < place.length && !Object.isFrozen(place)) {
      place.splice(0, place.length, ...(rest as unknown[]));
    }
    return;
  }
  for (const name of namesIn(place)) {
    if (isFetchHeaders(place as RequestHeaders)) removeFrom(place as Headers, name);
    else Reflect.deleteProperty(place, name);
  }
}

/** Fetch's headers can be read only, too. */
function removeFrom(headers: Headers, name: string): void {
  try {
    headers.delete(name);
  } catch {
    // It is still there, which is seen to.
  }
}

function holdsAny(place: object): boolean {
  return Array.isArray(place)
    ? place.some((entry, index) => index % 2 === 0 && isName(entry))
    : namesIn(place).length > 0;
}

function namesIn(place: object): readonly string[] {
  const headers = place as RequestHeaders;
  if (!isFetchHeaders(headers)) return Object.keys(headers).filter(isName);
  if (!isListable(headers)) return KNOWN_NAMES.filter((name) => isPresent(headers.get(name)));
  return [...headers.keys()].filter(isName);
}

function isListable(headers: object): headers is { keys(): Iterable<string> } {
  return 'keys' in headers && typeof headers.keys === 'function';
}

/** Not every `get` says `null`. */
function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && SESSION_HEADER.test(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
