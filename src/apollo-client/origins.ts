import { ConfigurationError } from '../protocol/index.js';

/** The same origins as browsers write them: lower case, without a default port. */
export function readOrigins(origins: unknown): readonly string[] {
  if (Array.isArray(origins)) return origins.map(readOrigin);
  throw new ConfigurationError('"origins" must be a list, such as ["https://api.example.com"]');
}

function readOrigin(text: unknown): string {
  let origin: string | undefined;
  if (typeof text === 'string') {
    try {
      const url = new URL(text);
      ({ origin } = url);
      if (url.href === `${origin}/`) return origin;
    } catch {
      // Said below.
    }
  }
  const right = origin?.startsWith('http') ? origin : 'https://api.example.com';
  throw new ConfigurationError(
    `"origins": ${JSON.stringify(text)} is not an origin; "${right}" is one`,
  );
}

/**
 * Whether a request to this address stays at the page's own origin or at one of these. An object that `fetch`
 * may read otherwise than we do, such as a `Request`, is foreign.
 */
export function isOwnAddress(address: unknown, origins: readonly string[] = []): boolean {
  if (typeof address !== 'string' && !(address instanceof URL)) return false;
  const { document, location } = globalThis as Partial<typeof globalThis>;
  try {
    const { origin } = new URL(address, document?.baseURI ?? location?.href);
    // Of files and sandboxed frames the origin is opaque: "null" equals no other.
    return origins.includes(origin) || (origin !== 'null' && origin === location?.origin);
  } catch {
    return false;
  }
}
