import { LRUCache } from 'lru-cache';
import type { VerifiedAuthentication } from '../protocol/index.js';
import type { Validity } from './validity.js';

/** Tokens whose signature was verified, by their digest; never the tokens themselves. */
export interface TokenCache {
  /** What a token proved, unless a key was taken away since. Its validity is the caller's to judge. */
  get(digest: string, generation: number | undefined): CachedToken | undefined;
  set(digest: string, token: CachedToken): void;
  readonly size: number;
  clear(): void;
}

export interface CachedToken extends Validity {
  readonly authentication: VerifiedAuthentication;
  /** Of the keys that it was verified under. */
  readonly generation: number;
}

/** The least recently used of more than `size` tokens is forgotten. */
export function createTokenCache(size: number): TokenCache {
  const entries = new LRUCache<string, CachedToken>({ max: size });
  return {
    get(digest, generation) {
      const token = entries.get(digest);
      return token?.generation === generation ? token : undefined;
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
