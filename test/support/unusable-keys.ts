import { generateKeyPairSync } from 'node:crypto';
import { forgeKey } from './forge.js';

const ES = forgeKey('ES256', 'es');
const RS = forgeKey('RS256', 'rs');
const SMALL = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
const CURVE = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey;
const AGREEMENT = generateKeyPairSync('x25519').publicKey;

/** Entries of a key set that cannot verify a signature, or should not. */
export const UNUSABLE_KEYS: readonly { readonly what: string; readonly jwk: unknown }[] = [
  { what: 'null', jwk: null },
  { what: 'a text', jwk: 'key' },
  { what: 'a list', jwk: [] },
  { what: 'an empty object', jwk: {} },
  { what: 'an unknown type', jwk: { kty: 'unheard-of' } },
  { what: 'a type that is no text', jwk: { ...ES.jwk, kty: ['EC'] } },
  { what: 'a secret', jwk: { kty: 'oct', k: 'c2VjcmV0', kid: 'es' } },
  { what: 'a private key', jwk: { ...ES.privateKey.export({ format: 'jwk' }), kid: 'es' } },
  { what: 'an encryption key', jwk: { ...ES.jwk, use: 'enc' } },
  {
    what: 'a key for an encryption algorithm',
    jwk: { ...RS.jwk, alg: 'RSA-OAEP', use: undefined },
  },
  { what: 'a key for a secret algorithm', jwk: { ...RS.jwk, alg: 'HS256' } },
  { what: 'a key that says another curve than it has', jwk: { ...ES.jwk, alg: 'ES384' } },
  { what: 'a signing-only key', jwk: { ...ES.jwk, key_ops: ['sign'] } },
  { what: 'operations that are no list', jwk: { ...ES.jwk, key_ops: 'verify' } },
  { what: 'RSA of 1024 bits', jwk: { ...SMALL.export({ format: 'jwk' }), kid: 'es' } },
  { what: 'RSA with exponent 1', jwk: { ...RS.jwk, e: 'AQ', kid: 'es' } },
  { what: 'RSA with an even exponent', jwk: { ...RS.jwk, e: 'BA', kid: 'es' } },
  { what: 'a point that is not on the curve', jwk: { ...ES.jwk, x: ES.jwk['y'], y: ES.jwk['x'] } },
  { what: 'a curve of no algorithm', jwk: CURVE.export({ format: 'jwk' }) },
  { what: 'a key for key agreement', jwk: AGREEMENT.export({ format: 'jwk' }) },
];
