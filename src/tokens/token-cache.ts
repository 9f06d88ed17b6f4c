import { LRUCache } from 'lru-cache';
import type { VerifiedAuthentication } from '../protocol/index.js';
import type { VerificationKey } from './keys/key-set.js';
import type { TrustedIssuer } from './trusted-issuer.js';
import type { Validity } from './validity.js';

/** Tokens whose signature was verified, by their digest; never the tokens themselves. */
export interface TokenCache {
  /** What a token proved. Whether it still holds is the caller's to judge. */
  get(digest: string): CachedToken | undefined;
  set(digest: string, token: CachedToken): void;
  delete(digest: string): void;
  readonly size: number;
  clear(): void;
}

export interface CachedToken extends Validity {
  readonly authentication: VerifiedAuthentication;
  readonly issuer: TrustedIssuer;
  /** That signed it. */
  readonly key: VerificationKey;
}

/** The least recently used of more than `size` tokens is forgotten. */
export function createTokenCache(size: number): TokenCache {
  const entries = new LRUCache<string, CachedToken>({ max: size });
  return {
    get: (digest) => entries.get(digest),
    set(digest, token) {
      entries.set(digest, token);
    },
    delete(digest) {
      entries.delete(digest);
    },
    get size() {
      return entries.size;
    },
    clear() {
      entries.clear();
    },
  };
}
