import { TokenRefusedError } from '../tokens/index.js';
import type { RequestLike } from '../tokens/index.js';
import { headerValues } from './header-values.js';

/** Browsers keep no longer ones (RFC 6265 section 6.1). */
const LONGEST = 4096;
/** `cookie-octet` (RFC 6265 section 4.1.1). */
const VALUE = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/;

/** The value of the one cookie of this name; `undefined` where there is none, or an empty one. */
export function readSessionCookie(request: RequestLike, name: string): string | undefined {
  const values = headerValues(request, 'cookie')
    .flatMap((header) => header.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  // A neighbouring domain can add one of its own.
  if (values.length > 1) throw new TokenRefusedError('several_tokens');
  const [value = ''] = values;
  if (value === '') return undefined;
  if (value.length > LONGEST) throw new TokenRefusedError('token_too_long');
  if (!VALUE.test(value)) throw new TokenRefusedError('malformed_token');
  return value;
}
