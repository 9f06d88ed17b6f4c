import { hash } from 'node:crypto';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import type { CryptoKey } from 'jose';
import { createTokenVerifier } from '../src/tokens/index.js';
import type { TokenVerifier } from '../src/tokens/index.js';
import type { Measurement } from './goal.js';
import { collect, compare } from './measure.js';

export const ISSUER = 'https://issuer.test';
export const AUDIENCE = 'test-client';
const KID = 'key-1';

/** Tokens of one issuer, each for another session, as large as providers make them. */
export interface TokenSet {
  readonly tokens: readonly string[];
  readonly publicKey: CryptoKey;
  readonly fetch: typeof globalThis.fetch;
}

export async function createTokens(count: number): Promise<TokenSet> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: KID, alg: 'RS256', use: 'sig' };
  const now = Math.floor(Date.now() / 1000);
  const tokens = Array.from({ length: count }, (_, index) =>
    new SignJWT({
      ...{ iss: ISSUER, aud: AUDIENCE, sub: `user-${index}`, sid: `session-${index}` },
      ...{ iat: now, exp: now + 3600, auth_time: now, amr: ['pwd'], nonce: `nonce-${index}` },
      'https://authgear.com/claims/user/can_reauthenticate': true,
      'https://authgear.com/claims/user/is_anonymous': false,
    })
      .setProtectedHeader({ alg: 'RS256', kid: KID, typ: 'JWT' })
      .sign(privateKey),
  );
  const discovery = { issuer: ISSUER, jwks_uri: `${ISSUER}/jwks` };
  const answer = (input: unknown) =>
    Promise.resolve(Response.json(String(input).endsWith('/jwks') ? { keys: [jwk] } : discovery));
  return { tokens: await Promise.all(tokens), publicKey, fetch: answer };
}

export async function createReadyVerifier({ fetch, tokens }: TokenSet): Promise<TokenVerifier> {
  const options = { issuer: ISSUER, audience: AUDIENCE, cacheSize: tokens.length };
  const verifier = createTokenVerifier({ ...options, fetch });
  await verifier.ready();
  return verifier;
}

export async function measureCacheHit(set: TokenSet): Promise<Measurement> {
  const tokens = set.tokens.slice(0);
  const verifier = await createReadyVerifier(set);
  const known = new Map<string, object>();
  for (const token of tokens) {
    known.set(hash('sha256', token, 'binary'), await verifier.verify(token));
  }
  const passes = Array.from({ length: 20 }, () => tokens).flat();
  const hits = {
    prepare: () => async () => {
      for (const token of passes) await verifier.verify(token);
    },
  };
  let found = 0;
  const lookUps = {
    prepare: () => () => {
      for (const token of passes) if (known.has(hash('sha256', token, 'binary'))) found += 1;
    },
  };
  const measured = await compare(hits, lookUps);
  if (found === 0) throw new Error('Nothing was looked up');
  verifier.close();
  return { what: 'cache hit, against SHA-256 and Map', goal: 1.35, measured, unit: 'ratio' };
}

export async function measureFirstSight(set: TokenSet): Promise<Measurement> {
  const tokens = set.tokens.slice(0);
  const subject = {
    async prepare() {
      const verifier = await createReadyVerifier(set);
      return async () => {
        for (const token of tokens) await verifier.verify(token);
        verifier.close();
      };
    },
  };
  const options = { issuer: ISSUER, audience: AUDIENCE };
  const bare = {
    prepare: () => async () => {
      for (const token of tokens) await jwtVerify(token, set.publicKey, options);
    },
  };
  const measured = await compare(subject, bare);
  return { what: 'first sight, against bare jwtVerify', goal: 1.15, measured, unit: 'ratio' };
}

export async function measureMemory(set: TokenSet): Promise<Measurement> {
  const measured = await collect(async () => {
    const before = occupied();
    const verifier = await createReadyVerifier(set);
    for (const token of set.tokens) await verifier.verify(token);
    const size = (occupied() - before) / verifier.health().cachedTokens;
    verifier.close();
    return size;
  });
  return { what: 'memory per cached token', goal: 1024, measured, unit: 'bytes' };
}

function occupied(): number {
  for (let pass = 0; pass < 3; pass += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
