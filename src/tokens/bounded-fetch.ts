import { KeysUnavailableError } from './keys-unavailable-error.js';

export interface FetchLimits {
  readonly fetch: typeof globalThis.fetch;
  /** Aborted when nobody waits for the answer any more; nothing is asked then. */
  readonly signal: AbortSignal;
  /** Milliseconds for headers and body together. */
  readonly timeout: number;
  readonly maxBytes: number;
}

export interface FetchedObject {
  readonly object: Record<string, unknown>;
  /** Seconds for which the answer may be kept, where it says so (RFC 9111 section 5.2.2). */
  readonly maxAge: number | undefined;
}

/** The JSON object at an address: in time, not too large, with status 200 and no redirect. */
export async function fetchObject(url: string, limits: FetchLimits): Promise<FetchedObject> {
  limits.signal.throwIfAborted();
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  const deadline = setTimeout(abort, limits.timeout).unref();
  limits.signal.addEventListener('abort', abort);
  try {
    const answer = request(url, limits, controller.signal);
    // The race holds the deadline even for a `fetch` that does not know signals.
    return await Promise.race([answer, whenAborted(url, controller.signal)]);
  } finally {
    clearTimeout(deadline);
    limits.signal.removeEventListener('abort', abort);
    abort();
  }
}

async function request(
  url: string,
  { fetch, maxBytes }: FetchLimits,
  signal: AbortSignal,
): Promise<FetchedObject> {
  const headers = { accept: 'application/json' };
  try {
    const init = { headers, redirect: 'manual', signal } as const;
    // A kept connection that the issuer has closed meanwhile is found dead by the first who uses it.
    const response = await fetch(url, init).catch((error: unknown) => {
      if (!isDeadSocket(error) || signal.aborted) throw error;
      return fetch(url, init);
    });
    if (response.status !== 200) {
      throw new KeysUnavailableError(`${nameOf(url)} answered with status ${response.status}`);
    }
    const object = parseObject(url, await readBody(url, response, maxBytes));
    return { object, maxAge: readMaxAge(response.headers) };
  } catch (cause) {
    if (cause instanceof KeysUnavailableError) throw cause;
    throw new KeysUnavailableError(`${nameOf(url)} could not be read`, { cause });
  }
}

/** Undici's words for a connection that broke before there was an answer. */
function isDeadSocket(error: unknown): boolean {
  const { code } = ((error as Error | undefined)?.cause ?? {}) as { readonly code?: unknown };
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET';
}

async function readBody(url: string, response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes)
      throw new KeysUnavailableError(`${nameOf(url)} answered more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function whenAborted(url: string, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => {
      reject(new KeysUnavailableError(`${nameOf(url)} did not answer in time`));
    };
    signal.addEventListener('abort', stop);
  });
}

/** `no-cache` and `no-store` count as an age of nothing. */
function readMaxAge(headers: Headers): number | undefined {
  const directives = (headers.get('cache-control') ?? '').toLowerCase();
  if (/\bno-(?:cache|store)\b/.test(directives)) return 0;
  const seconds = /\bmax-age="?(\d{1,9})\b/.exec(directives)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

function parseObject(url: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // The parser's error quotes the text.
  }
  throw new KeysUnavailableError(`${nameOf(url)} did not answer with a JSON object`);
}

/** For logs: a query may hold what is not for them. */
function nameOf(url: string): string {
  return url.replace(/\?.*/s, '');
}
