import { KeysUnavailableError } from '../tokens/index.js';
import type { Credentials } from './credentials.js';

export interface AskOptions {
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds for the whole answer. */
  readonly timeout: number;
  /** Holds what breaks the question off, for as long as it is under way. */
  readonly pending: Set<AbortController>;
}

/** The headers of its answer, or why there are none. */
export type Asked =
  | { readonly headers: Headers }
  /** `isOutage`: it would have been the same for everybody. */
  | { readonly fault: KeysUnavailableError; readonly isOutage: boolean };

/** Its answer is all in the headers. */
const MAX_BODY_BYTES = 64 * 1024;
/** Those of gateways, and of a server that has too much to do. */
const OUTAGES = [429, 502, 503, 504];

/** Asks Authgear's session resolver about credentials, and tells it nothing else of the request. */
export async function askResolver(
  { name, value }: Credentials,
  { url, fetch, timeout, pending }: AskOptions,
): Promise<Asked> {
  const controller = new AbortController();
  const { signal } = controller;
  const abort = (): void => {
    controller.abort();
  };
  const deadline = setTimeout(abort, timeout).unref();
  pending.add(controller);
  const settle = (): void => {
    clearTimeout(deadline);
    pending.delete(controller);
    abort();
  };
  const init = { headers: { [name]: value }, redirect: 'manual', signal } as const;
  try {
    // The race holds the deadline even for a `fetch` that does not know signals.
    const response = await Promise.race([fetchTwice(fetch, url, init), whenAborted(signal)]);
    void readToTheEnd(response).finally(settle);
    if (response.status === 200) return { headers: response.headers };
    const fault = new KeysUnavailableError(`${url} answered with status ${response.status}`);
    return { fault, isOutage: OUTAGES.includes(response.status) };
  } catch (error) {
    const isLate = signal.aborted;
    settle();
    const why = isLate ? 'did not answer in time' : `could not be asked${codeOf(error)}`;
    return { fault: new KeysUnavailableError(`${url} ${why}`), isOutage: true };
  }
}

/** A kept connection that was closed meanwhile is found dead by the first who uses it. */
async function fetchTwice(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit & { readonly signal: AbortSignal },
): Promise<Response> {
  return fetch(url, init).catch((error: unknown) => {
    const isDead = [' (ECONNRESET)', ' (EPIPE)', ' (UND_ERR_SOCKET)'].includes(codeOf(error));
    if (!isDead || init.signal.aborted) throw error;
    return fetch(url, init);
  });
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });
}

/** Nobody waits for it, but a connection can be used again only after it. */
async function readToTheEnd({ body }: Response): Promise<void> {
  try {
    let size = 0;
    for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > MAX_BODY_BYTES) return;
    }
  } catch {
    // It was broken off, or took too long.
  }
}

/** The error itself can hold the answer. */
function codeOf(error: unknown): string {
  const { code } = ((error as Error | undefined)?.cause ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && /^[A-Z][A-Z\d_]{1,40}$/.test(code) ? ` (${code})` : '';
}
