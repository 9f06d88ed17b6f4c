import type { TokenRefusal } from '../protocol/index.js';

const KEY_ID = /^\P{Cc}{1,256}$/u;

/** What the protected header must be before a key is looked for (RFC 8725 sections 3.1 and 3.11). */
export function judgeHeader(
  header: Readonly<Record<string, unknown>>,
  algorithms: readonly string[],
  acceptsType: (typ: unknown) => boolean,
): TokenRefusal | undefined {
  const { alg, typ, kid } = header;
  if (typeof alg !== 'string' || !algorithms.includes(alg)) return 'wrong_algorithm';
  if (!acceptsType(typ)) return 'wrong_type';
  // We know no extension, so none can be met (RFC 7515 section 4.1.11, RFC 7797 section 7).
  if (Object.hasOwn(header, 'crit') || Object.hasOwn(header, 'b64')) return 'malformed_token';
  if (kid !== undefined && !(typeof kid === 'string' && KEY_ID.test(kid))) return 'unknown_key';
  return undefined;
}
