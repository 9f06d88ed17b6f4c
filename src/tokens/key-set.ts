import { createPublicKey, hash } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { createLocalJWKSet } from 'jose';
import type { JWK, LocalJWKSet } from 'jose';

/** The usable keys of one answer of the issuer. Never changed: the next answer is another set. */
export interface KeySet {
  readonly find: LocalJWKSet;
  readonly size: number;
  /** Whether a key has this `kid`, of whatever type. */
  has(kid: string): boolean;
  /**
   * The same number as long as no key was taken away or replaced: what was verified under one
   * set of a generation is good under every later one.
   */
  readonly generation: number;
  readonly fingerprints: ReadonlySet<string>;
}

const MOST_KEYS = 100;

/**
 * Reads a JWK set (RFC 7517 section 5), leaving out each key that cannot verify a signature.
 * `undefined` where none is left: an issuer without keys is a broken one.
 */
export function readKeySet(
  document: Readonly<Record<string, unknown>>,
  previous: KeySet | undefined,
): KeySet | undefined {
  const entries: readonly unknown[] = Array.isArray(document['keys']) ? document['keys'] : [];
  const keys = entries.slice(0, MOST_KEYS).flatMap((entry) => readKey(entry) ?? []);
  if (keys.length === 0) return undefined;
  const fingerprints = new Set(keys.map((key) => hash('sha256', JSON.stringify(key), 'base64url')));
  const ids = new Set(keys.map((key) => key.kid));
  return {
    find: createLocalJWKSet({ keys }),
    size: keys.length,
    has: (kid) => ids.has(kid),
    generation: nextGeneration(previous, fingerprints),
    fingerprints,
  };
}

function nextGeneration(previous: KeySet | undefined, fingerprints: ReadonlySet<string>): number {
  if (!previous) return 1;
  const keepsAll = [...previous.fingerprints].every((one) => fingerprints.has(one));
  return keepsAll ? previous.generation : previous.generation + 1;
}

/** A key as its own numbers spell it, so that the same key always looks the same. */
function readKey(entry: unknown): JWK | undefined {
  if (typeof entry !== 'object' || entry === null || 'd' in entry) return undefined;
  const jwk: JWK = entry;
  const { kid, alg, use, key_ops: operations } = jwk;
  if (use !== undefined && use !== 'sig') return undefined;
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) {
    return undefined;
  }
  const key = importKey(jwk);
  return (
    key && {
      ...(key.export({ format: 'jwk' }) as JWK),
      ...(typeof kid === 'string' && { kid }),
      ...(typeof alg === 'string' && { alg }),
    }
  );
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
function isStrong(key: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = { ...key.asymmetricKeyDetails };
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return modulusLength >= 2048 && publicExponent >= 3n && publicExponent % 2n === 1n;
    case 'ec':
    case 'ed25519':
      return true;
    default:
      return false;
  }
}
