import { ConfigurationError } from '../protocol/index.js';

/** The same origins as browsers write them: lower case, without a default port. */
export function readOrigins(origins: unknown): readonly string[] {
  if (Array.isArray(origins)) return origins.map(readOrigin);
  throw new ConfigurationError('"origins" must be a list, such as ["https://api.example.com"]');
}

function readOrigin(text: unknown): string {
  const url = parse(text);
  if (url?.href === `${String(url?.origin)}/`) return url.origin;
  const right = url?.host ? url.origin : 'https://api.example.com';
  throw new ConfigurationError(`"origins" must hold "${right}" rather than "${String(text)}"`);
}

/**
 * Whether a request to this address stays at the page's own origin or at one of these. An object that `fetch`
 * may read otherwise than we do, such as a `Request`, is foreign.
 */
export function isOwnAddress(address: unknown, origins: readonly string[] = []): boolean {
  const { document, location } = globalThis as Partial<typeof globalThis>;
  const origin = parse(address, document?.baseURI ?? location?.href)?.origin;
  // Of files and sandboxed frames the origin is opaque: "null" equals no other.
  return (
    origin !== undefined &&
    origin !== 'null' &&
    (origin === location?.origin || origins.includes(origin))
  );
}

function parse(address: unknown, base?: string): URL | undefined {
  try {
    return typeof address === 'string' || address instanceof URL
      ? new URL(address, base)
      : undefined;
  } catch {
    return undefined;
  }
}
