/** A compact JWS whose parts were decoded and nothing more: none of it is proved yet. */
export interface DecodedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Record<string, unknown>;
}

/** base64url with no padding and no unused bit set: every sequence of bytes has this one spelling. */
const PART = '(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-][AQgw]|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048])?';
const COMPACT = new RegExp(String.raw`^(?=[^.])${PART}\.(?=[^.])${PART}\.(?=.)${PART}$`);
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes a token in canonical form (RFC 7515 section 7.1), else `undefined`. One token, one
 * spelling: other ones would fill the cache, and Node's own decoder lets them pass.
 */
export function decodeCanonical(token: string): DecodedToken | undefined {
  if (!COMPACT.test(token)) return undefined;
  const [first = '', second = ''] = token.split('.', 2);
  const header = decodeObject(first);
  const claims = header && decodeObject(second);
  return claims && { header, claims };
}

function decodeObject(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(utf8.decode(Buffer.from(part, 'base64url')));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
