import { startDeadline } from './deadline.js';
import { KeysUnavailableError } from './keys-unavailable-error.js';
import { retriedFetch } from './retried-fetch.js';

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
  const deadline = startDeadline(limits.timeout, limits.signal);
  try {
    return await deadline.race(request(url, limits, deadline.signal));
  } catch (cause) {
    if (cause instanceof KeysUnavailableError) throw cause;
    const why = deadline.signal.aborted ? 'did not answer in time' : 'could not be read';
    throw new KeysUnavailableError(`${nameOf(url)} ${why}`, { cause });
  } finally {
    deadline.end();
  }
}

async function request(
  url: string,
  { fetch, maxBytes }: FetchLimits,
  signal: AbortSignal,
): Promise<FetchedObject> {
  const headers = { accept: 'application/json' };
  const response = await retriedFetch(fetch, url, { headers, redirect: 'manual', signal });
  if (response.status !== 200) {
    throw new KeysUnavailableError(`${nameOf(url)} answered with status ${response.status}`);
  }
  const object = parseObject(url, await readBody(url, response, { maxBytes, signal }));
  return { object, maxAge: readMaxAge(response.headers) };
}

async function readBody(
  url: string,
  { body }: Response,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    // A `fetch` that does not know signals would read on, with nobody waiting for it.
    signal.throwIfAborted();
    size += chunk.byteLength;
    if (size > maxBytes)
      throw new KeysUnavailableError(`${nameOf(url)} answered more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
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
