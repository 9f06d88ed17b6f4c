import type { RequestHeaders, RequestLike } from './bearer.js';

/** Every value of a header, by its lower-case name; two where it was sent twice, as far as that can be seen. */
export function headerValues(request: RequestLike, name: string): readonly string[] {
  // Node joins two headers, or keeps the first; only here they are both.
  const raw = rawValues(request, name);
  return raw.length > 1 ? raw : knownValues(request, name);
}

export function isFetchHeaders(
  headers: RequestHeaders,
): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function';
}

function knownValues({ headers }: RequestLike, name: string): readonly string[] {
  if (isFetchHeaders(headers)) {
    const value = headers.get(name);
    return value === null ? [] : [value];
  }
  return Object.keys(headers)
    .filter((key) => key.toLowerCase() === name)
    .flatMap((key) => headers[key] ?? []);
}

function rawValues(request: RequestLike, name: string): readonly string[] {
  const raw = request.rawHeaders ?? request.raw?.rawHeaders ?? [];
  return raw.filter((_value, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === name);
}
