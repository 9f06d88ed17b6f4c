import { LRUCache } from 'lru-cache';
import type { VerifiedAuthentication } from '../protocol/index.js';
import type { VerificationKey } from './key-set.js';
import type { Validity } from './validity.js';

/** Tokens whose signature was verified, by their digest; never the tokens themselves. */
export interface TokenCache {
  /** What a token proved, unless its key was taken away since. Its validity is the caller's to judge. */
  get(digest: string): CachedToken | undefined;
  set(digest: string, token: CachedToken): void;
  readonly size: number;
  clear(): void;
}

export interface CachedToken extends Validity {
  readonly authentication: VerifiedAuthentication;
  /** That signed it. */
  readonly key: VerificationKey;
}

/** The least recently used of more than `size` tokens is forgotten. */
export function createTokenCache(size: number): TokenCache {
  const entries = new LRUCache<string, CachedToken>({ max: size });
  return {
    get(digest) {
      const token = entries.get(digest);
      if (token === undefined || token.key.isTrusted) return token;
      entries.delete(digest);
      return undefined;
    },
    set(digest, token) {
      entries.set(digest, token);
    },
    get size() {
      return entries.size;
    },
    clear() {
      entries.clear();
    },
  };
}
