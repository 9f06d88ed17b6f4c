import { fetchObject } from './bounded-fetch.js';
import type { FetchedObject } from './bounded-fetch.js';
import { discoveryUrl, readKeysUrl } from './discovery.js';

export interface IssuerOptions {
  readonly issuer: string;
  /** Where its keys are; without it, its discovery document is asked. */
  readonly jwksUri?: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  /** Milliseconds for one answer. */
  readonly timeout: number;
  /** Seconds for which keys are believed; the address of the keys is believed no longer. */
  readonly maxKeyAge: number;
  /** Seconds on a clock that nobody sets. */
  readonly monotonicClock: () => number;
}

/** What is asked of an issuer. */
export interface Issuer {
  /** Its JWK set, as it came. Rejects with `KeysUnavailableError`. */
  fetchKeys(): Promise<FetchedObject>;
  /** Looks up next time whether the keys have moved. Where the issuer does not say, they are where they were. */
  doubtAddress(why: 'moved' | 'failed'): void;
}

/** Seconds for which a discovery document is believed. */
const LONGEST_AGE = 24 * 3600;
const MAX_DOCUMENT_BYTES = 256 * 1024;
const MAX_KEYS_BYTES = 512 * 1024;

export function createIssuer(options: IssuerOptions): Issuer {
  const { issuer, jwksUri, maxKeyAge, monotonicClock, ...limits } = options;
  const longestAge = Math.min(LONGEST_AGE, maxKeyAge);
  let address: { readonly keysUrl: string; readonly at: number } | undefined;
  let doubt: 'moved' | 'failed' | undefined;

  return {
    async fetchKeys() {
      const keysUrl = jwksUri ?? (await findKeysUrl());
      try {
        return await fetchObject(keysUrl, { ...limits, maxBytes: MAX_KEYS_BYTES });
      } catch (error) {
        doubt = 'failed';
        throw error;
      }
    },
    doubtAddress(why) {
      doubt = why;
    },
  };

  async function findKeysUrl(): Promise<string> {
    const known = address && monotonicClock() - address.at < longestAge ? address : undefined;
    if (known && doubt === undefined) return known.keysUrl;
    const hasFailed = doubt === 'failed';
    doubt = undefined;
    let document: Record<string, unknown>;
    try {
      document = await fetchDocument();
    } catch (error) {
      // One document that cannot be had must not take the other with it. Where both fail, they are asked in turns.
      if (known && !hasFailed) return known.keysUrl;
      throw error;
    }
    address = { keysUrl: readKeysUrl(issuer, document), at: monotonicClock() };
    return address.keysUrl;
  }

  async function fetchDocument(): Promise<Record<string, unknown>> {
    const maxBytes = MAX_DOCUMENT_BYTES;
    return (await fetchObject(discoveryUrl(issuer), { ...limits, maxBytes })).object;
  }
}
