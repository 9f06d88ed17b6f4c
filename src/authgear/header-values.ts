import type { RequestLike } from '../tokens/index.js';

/** Every value of a header, by its lower-case name; two where it was sent twice, as far as that can be seen. */
export function headerValues(request: RequestLike, name: string): readonly string[] {
  // Node joins two headers, or keeps the first; only here they are both.
  const raw = rawValues(request, name);
  return raw.length > 1 ? raw : knownValues(request, name);
}

function knownValues({ headers }: RequestLike, name: string): readonly string[] {
  if (typeof headers.get === 'function') {
    const value = (headers as Headers).get(name);
    return value === null ? [] : [value];
  }
  const record = headers as Readonly<Record<string, string | readonly string[] | undefined>>;
  return Object.keys(record)
    .filter((key) => key.toLowerCase() === name)
    .flatMap((key) => record[key] ?? []);
}

function rawValues(request: RequestLike, name: string): readonly string[] {
  const raw = request.rawHeaders ?? request.raw?.rawHeaders ?? [];
  return raw.filter((_value, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === name);
}
