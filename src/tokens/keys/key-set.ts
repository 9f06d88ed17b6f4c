import { createPublicKey, hash } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { createLocalJWKSet } from 'jose';
import type { JWK, LocalJWKSet } from 'jose';

/** A key of the issuer's. The same object for as long as the issuer publishes the same key. */
export interface VerificationKey {
  readonly kid: string | undefined;
  /** The signatures that it can verify, by what it is and what it says. */
  readonly algorithms: readonly string[];
  /** The key itself, for a header that it fits. */
  readonly find: LocalJWKSet;
  /** `false` for good once the issuer took it away or replaced it, or could not be asked for too long. */
  isTrusted: boolean;
}

/** The usable keys of one answer of the issuer. Never changed: the next answer is another set. */
export interface KeySet {
  /** By what they are: the same key has the same fingerprint. */
  readonly keys: ReadonlyMap<string, VerificationKey>;
  /** Whether a key has this `kid`, of whatever type. */
  has(kid: string): boolean;
  /** The keys that may have signed a token with this header (RFC 7515 section 4.1.4). */
  candidates(header: { readonly kid?: unknown; readonly alg?: unknown }): VerificationKey[];
}

const MOST_KEYS = 100;
const ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  RSA: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...{ 'P-256': ['ES256'], 'P-384': ['ES384'], 'P-521': ['ES512'] },
  Ed25519: ['EdDSA', 'Ed25519'],
};

/**
 * Reads a JWK set (RFC 7517 section 5), leaving out each key that cannot verify a signature.
 * `undefined` where none is left: an issuer without keys is a broken one.
 */
export function readKeySet(
  document: Readonly<Record<string, unknown>>,
  previous: KeySet | undefined,
): KeySet | undefined {
  const entries: readonly unknown[] = Array.isArray(document['keys']) ? document['keys'] : [];
  const keys = new Map<string, VerificationKey>();
  for (const jwk of entries.slice(0, MOST_KEYS).flatMap((entry) => readKey(entry) ?? [])) {
    const fingerprint = hash('sha256', JSON.stringify(jwk), 'base64url');
    keys.set(fingerprint, previous?.keys.get(fingerprint) ?? trust(jwk));
  }
  return keys.size === 0 ? undefined : createKeySet(keys);
}

function createKeySet(keys: ReadonlyMap<string, VerificationKey>): KeySet {
  const all = [...keys.values()];
  return {
    keys,
    has: (kid) => all.some((key) => key.kid === kid),
    candidates: ({ kid, alg }) =>
      all.filter(
        (key) =>
          (kid === undefined || key.kid === kid) && key.algorithms.some((one) => one === alg),
      ),
  };
}

function trust(jwk: JWK): VerificationKey {
  const find = createLocalJWKSet({ keys: [jwk] });
  return { kid: jwk.kid, algorithms: algorithmsOf(jwk), find, isTrusted: true };
}

/** RFC 7518 section 3.1, RFC 8037 section 3.1 and RFC 9864: what the key is for, where it says so. */
function algorithmsOf({ kty, crv, alg }: JWK): readonly string[] {
  const possible = ALGORITHMS[crv ?? String(kty)] ?? [];
  return alg === undefined ? possible : possible.filter((one) => one === alg);
}

/** A key as its own numbers spell it, so that the same key always looks the same. */
function readKey(entry: unknown): JWK | undefined {
  if (typeof entry !== 'object' || entry === null || 'd' in entry) return undefined;
  const jwk: JWK = entry;
  if (!isMeantForSignatures(jwk)) return undefined;
  const { kid, alg } = jwk;
  const key = importKey(jwk);
  const read = key && {
    ...(key.export({ format: 'jwk' }) as JWK),
    ...(typeof kid === 'string' && { kid }),
    ...(alg !== undefined && { alg }),
  };
  return read && algorithmsOf(read).length > 0 ? read : undefined;
}

/** RFC 7517 sections 4.2 and 4.3. Of a label that is nonsense it is not known what it was to forbid. */
function isMeantForSignatures({ use, key_ops: operations, ext }: JWK): boolean {
  return (
    (use === undefined || use === 'sig') &&
    (operations === undefined || isOnly(operations, 'verify')) &&
    (ext === undefined || typeof ext === 'boolean')
  );
}

function isOnly(list: unknown, entry: string): boolean {
  return Array.isArray(list) && list.length === 1 && list[0] === entry;
}

function importKey(jwk: JWK): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
    return isStrong(key) ? key : undefined;
  } catch {
    return undefined;
  }
}

/** An exponent of 1 makes every message its own signature (Wycheproof, `exponentOne`). */
function isStrong({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  if (asymmetricKeyType !== 'rsa') return true;
  const { modulusLength = 0, publicExponent = 0n } = { ...asymmetricKeyDetails };
  return modulusLength >= 2048 && publicExponent >= 3n && publicExponent % 2n === 1n;
}
