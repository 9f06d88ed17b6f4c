import { headerValues, TokenRefusedError } from '../tokens/index.js';
import type { RequestLike } from '../tokens/index.js';

/** Browsers keep no longer ones (RFC 6265 section 6.1). */
const LONGEST = 4096;
/** `cookie-octet` (RFC 6265 section 4.1.1). */
const VALUE = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/;

/**
 * The value of the one cookie of this name; `undefined` where there is none, or an empty one. Refuses two,
 * and one by another spelling, which a proxy may take for it: a neighbouring domain can add either.
 */
export function readSessionCookie(request: RequestLike, name: string): string | undefined {
  const headers = headerValues(request, 'cookie');
  const values = headers.flatMap((header) => valuesIn(header, name));
  const alike = headers.flatMap((header) => alikeIn(header, name));
  if (alike.length > 1) throw new TokenRefusedError('several_tokens');
  if (alike.length > values.length) throw new TokenRefusedError('malformed_header');
  const [value = ''] = values;
  if (value === '') return undefined;
  if (value.length > LONGEST) throw new TokenRefusedError('token_too_long');
  if (!VALUE.test(value)) throw new TokenRefusedError('malformed_token');
  return value;
}

/** As Authgear reads them. */
function valuesIn(header: string, name: string): readonly string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

/** As nginx's `$cookie_session` does: in any case, with spaces before the `=`, also after a comma. */
function alikeIn(header: string, name: string): readonly string[] {
  return header.split(/[;,]/).filter((pair) => {
    const end = pair.indexOf('=');
    return end >= 0 && pair.slice(0, end).trim().toLowerCase() === name.toLowerCase();
  });
}
