import { LRUCache } from 'lru-cache';
import type { VerifiedAuthentication } from '../protocol/index.js';

/** Tokens whose signature was verified, by their digest; never the tokens themselves. */
export interface TokenCache {
  /** What a token proved, unless a key was taken away since. Times are judged by the caller. */
  get(digest: string, generation: number | undefined): VerifiedAuthentication | undefined;
  set(digest: string, generation: number, authentication: VerifiedAuthentication): void;
  readonly size: number;
  clear(): void;
}

interface Entry {
  readonly authentication: VerifiedAuthentication;
  readonly generation: number;
}

/** The least recently used of more than `size` tokens is forgotten. */
export function createTokenCache(size: number): TokenCache {
  const entries = new LRUCache<string, Entry>({ max: size });
  return {
    get(digest, generation) {
      const entry = entries.get(digest);
      return entry?.generation === generation ? entry?.authentication : undefined;
    },
    set(digest, generation, authentication) {
      entries.set(digest, { authentication, generation });
    },
    get size() {
      return entries.size;
    },
    clear() {
      entries.clear();
    },
  };
}
