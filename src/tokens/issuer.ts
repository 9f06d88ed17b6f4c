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
  /** Looks the address of the keys up again next time. */
  forgetAddress(): void;
}

/** Seconds for which a discovery document is believed. */
const LONGEST_AGE = 24 * 3600;
const MAX_DOCUMENT_BYTES = 256 * 1024;
const MAX_KEYS_BYTES = 512 * 1024;

export function createIssuer(options: IssuerOptions): Issuer {
  const { issuer, jwksUri, maxKeyAge, monotonicClock, ...limits } = options;
  const longestAge = Math.min(LONGEST_AGE, maxKeyAge);
  let address: { readonly keysUrl: string; readonly at: number } | undefined;

  return {
    async fetchKeys() {
      const keysUrl = jwksUri ?? (await findKeysUrl());
      return fetchObject(keysUrl, { ...limits, maxBytes: MAX_KEYS_BYTES });
    },
    forgetAddress() {
      address = undefined;
    },
  };

  async function findKeysUrl(): Promise<string> {
    if (address && monotonicClock() - address.at < longestAge) return address.keysUrl;
    const url = discoveryUrl(issuer);
    const { object: document } = await fetchObject(url, {
      ...limits,
      maxBytes: MAX_DOCUMENT_BYTES,
    });
    address = { keysUrl: readKeysUrl(issuer, document), at: monotonicClock() };
    return address.keysUrl;
  }
}
