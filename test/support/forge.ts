import { constants, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject, SignKeyObjectInput } from 'node:crypto';

/** A key pair made on the spot, with the names that a key set and a token give it. */
export interface ForgeKey {
  readonly kid: string;
  readonly alg: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  /** As published. */
  readonly jwk: Record<string, unknown>;
}

export function forgeKey(alg: string, kid: string, changes: object = {}): ForgeKey {
  const { publicKey, privateKey } = generatePair(alg);
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig', ...changes };
  return { kid, alg, publicKey, privateKey, jwk };
}

/** What a token is made of; a text is taken as it stands, also where no JSON would say it. */
export interface ForgedParts {
  readonly header?: string | object;
  readonly claims?: string | object;
}

/** Signs anything, also what no library would sign. */
export function forge({ header, claims }: ForgedParts, key: ForgeKey): string {
  const protectedHeader = header ?? { alg: key.alg, kid: key.kid };
  const input = `${encodePart(protectedHeader)}.${encodePart(claims ?? {})}`;
  return `${input}.${signBytes(input, key).toString('base64url')}`;
}

export function encodePart(part: string | object): string {
  const text = typeof part === 'string' ? part : JSON.stringify(part);
  return Buffer.from(text).toString('base64url');
}

export function signBytes(input: string, { alg, privateKey: key }: ForgeKey): Buffer {
  const rsaPss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const how: Record<string, SignKeyObjectInput> = {
    RS256: { key },
    PS256: { key, ...rsaPss },
    ES256: { key, dsaEncoding: 'ieee-p1363' },
  };
  return sign(how[alg] ? 'sha256' : null, Buffer.from(input), how[alg] ?? { key });
}

function generatePair(alg: string): { publicKey: KeyObject; privateKey: KeyObject } {
  if (alg === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (/^[RP]S256$/.test(alg)) return generateKeyPairSync('rsa', { modulusLength: 2048 });
  return generateKeyPairSync('ed25519');
}
