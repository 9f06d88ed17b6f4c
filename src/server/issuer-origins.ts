import type { Clock } from '../protocol/index.js';
import { discoveryUrl, fetchObject, isLoopbackHttp, isTrustworthyUrl } from '../tokens/index.js';

export interface IssuerOriginsOptions {
  readonly issuer: string;
  /** Aborted when the server closes. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Told that the issuer did not say where its endpoints are. */
  readonly onFailure: () => void;
  /** Milliseconds for which a page waits. @default 2000 */
  readonly timeout?: number | undefined;
}

/** What the page's OpenID client may ask at an issuer; the rest it opens as pages. */
const ENDPOINTS = ['token_endpoint', 'userinfo_endpoint', 'jwks_uri', 'revocation_endpoint'];

const MAX_BYTES = 256 * 1024;

/** Seconds for which an issuer that did not answer is left alone. */
const PAUSE = 10;

/**
 * The origins that an issuer is spread over, its own first. Its discovery document is asked when they are
 * first needed, and kept; until it can be had, they are its own alone.
 */
export function createIssuerOrigins(
  options: IssuerOriginsOptions,
): () => Promise<readonly string[]> {
  const { issuer, clock, onFailure } = options;
  const own = originsOf([issuer], issuer);
  let asking: Promise<readonly string[]> | undefined;
  let failedAt: number | undefined;

  return () => {
    if (failedAt !== undefined && isBetween(clock() - failedAt, 0, PAUSE)) {
      return Promise.resolve(own);
    }
    return (asking ??= askIssuer(options).catch(() => {
      asking = undefined;
      failedAt = clock();
      onFailure();
      return own;
    }));
  };
}

async function askIssuer({
  issuer,
  signal,
  timeout = 2000,
}: IssuerOriginsOptions): Promise<readonly string[]> {
  const limits = { fetch, signal, timeout, maxBytes: MAX_BYTES };
  const { object: document } = await fetchObject(discoveryUrl(issuer), limits);
  if (document['issuer'] !== issuer) throw new TypeError('Another issuer answers there');
  const endpoints = ENDPOINTS.map((name) => document[name]).filter(
    (url) => typeof url === 'string',
  );
  return originsOf([issuer, ...endpoints], issuer);
}

/** https, or http where the issuer itself is on this machine; each once. */
function originsOf(urls: readonly string[], issuer: string): readonly string[] {
  const http = isLoopbackHttp(new URL(issuer));
  const trusted = urls.filter((url) => isTrustworthyUrl(url, { http }));
  return [...new Set(trusted.map((url) => new URL(url).origin))].filter(isSource);
}

/** What a policy can name: a URL's host may hold `;` and `*`, which would be more than a host there. */
function isSource(origin: string): boolean {
  return /^https?:\/\/[a-z\d.-]+(?::\d+)?$/.test(origin);
}

function isBetween(value: number, low: number, high: number): boolean {
  return value >= low && value < high;
}
