import { randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'oidc-provider';
import { readPrivateJson, writePrivateJson } from './private-file.js';

/** What the provider signs with, the same after a restart. */
export interface ProviderKeys {
  readonly jwks: readonly JWK[];
  readonly cookieKeys: readonly string[];
}

/** Five sets of them: keys of long ago have no tokens left, and a verifier reads only so many. */
const MOST_KEYS = 10;

/** Reads the keys, or makes and keeps them where there are none yet. */
export async function openKeys(path: string): Promise<ProviderKeys> {
  const kept = await readPrivateJson(path, parseKeys, 'tokens signed before will be refused');
  if (kept) return kept;
  const cookieKeys = [randomBytes(32).toString('base64url')];
  return keep(path, { jwks: await makeKeys(), cookieKeys });
}

/** New signing keys, in the file when it resolves. The first of an algorithm signs, the others verify. */
export async function renewKeys(
  path: string,
  { jwks, cookieKeys }: ProviderKeys,
  { keepOld }: { readonly keepOld: boolean },
): Promise<ProviderKeys> {
  const old = keepOld ? jwks : [];
  return keep(path, { jwks: [...(await makeKeys()), ...old].slice(0, MOST_KEYS), cookieKeys });
}

async function keep(path: string, keys: ProviderKeys): Promise<ProviderKeys> {
  await writePrivateJson(path, keys);
  return keys;
}

function makeKeys(): Promise<JWK[]> {
  return Promise.all([makeKey('RS256'), makeKey('ES256')]);
}

async function makeKey(alg: 'RS256' | 'ES256'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg, use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}

function parseKeys(json: unknown): ProviderKeys {
  const { jwks, cookieKeys } = json as Partial<ProviderKeys>;
  const usable =
    Array.isArray(jwks) &&
    jwks.length > 0 &&
    jwks.every((jwk: JWK) => typeof jwk.kid === 'string' && typeof jwk.d === 'string') &&
    Array.isArray(cookieKeys) &&
    cookieKeys.length > 0 &&
    cookieKeys.every((key) => typeof key === 'string' && key.length >= 32);
  if (!usable) throw new TypeError('not a key file');
  return { jwks, cookieKeys };
}
