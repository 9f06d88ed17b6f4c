import { faultCode, KeysUnavailableError, retriedFetch, startDeadline } from '../tokens/index.js';
import type { Credentials } from './credentials.js';

export interface AskOptions {
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds for the whole answer. */
  readonly timeout: number;
  /** Aborted when nobody is to be asked any more. */
  readonly signal: AbortSignal;
}

/** The headers of its answer, or why there are none. */
export type Asked = { readonly headers: Headers } | Unanswered;

export interface Unanswered {
  readonly fault: KeysUnavailableError;
  /** Whether it would have been the same for everybody. */
  readonly isOutage: boolean;
  /** Seconds, where the answer says when to come again. */
  readonly retryAfter?: number | undefined;
}

/** Its answer is all in the headers. */
const MAX_BODY_BYTES = 64 * 1024;
/** Those of gateways. Not 429, which may be about one caller: who sends enough nonsense gets one. */
const OUTAGES = [502, 503, 504];
/** Seconds. Longer, and a caller would stay out because of one header. */
const LONGEST_WAIT = 60;

/** Asks Authgear's session resolver about credentials, and tells it nothing else of the request. */
export async function askResolver(
  { name, value }: Credentials,
  { url, fetch, timeout, signal }: AskOptions,
): Promise<Asked> {
  const deadline = startDeadline(timeout, signal);
  const init = { headers: { [name]: value }, redirect: 'manual', signal: deadline.signal } as const;
  try {
    const response = await deadline.race(retriedFetch(fetch, url, init));
    void readToTheEnd(response, deadline.signal).finally(deadline.end);
    const { status, headers } = response;
    if (status === 200) return { headers };
    const fault = new KeysUnavailableError(`${url} answered with status ${status}`);
    return { fault, isOutage: OUTAGES.includes(status), retryAfter: readRetryAfter(headers) };
  } catch (error) {
    const isLate = deadline.signal.aborted;
    deadline.end();
    if (signal.aborted) return { fault: closedFault(), isOutage: false };
    const code = faultCode(error);
    const failure = code === undefined ? 'could not be asked' : `could not be asked (${code})`;
    const why = isLate ? 'did not answer in time' : failure;
    return { fault: new KeysUnavailableError(`${url} ${why}`), isOutage: true };
  }
}

export function closedFault(): KeysUnavailableError {
  return new KeysUnavailableError('This server has closed its Authgear resolver');
}

/** Seconds; a date says nothing to who has another clock (RFC 9110 section 10.2.3). */
function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after') ?? '';
  return /^\d{1,9}$/.test(value) ? Math.min(Number(value), LONGEST_WAIT) : undefined;
}

/** Nobody waits for it, but a connection can be used again only after it. */
async function readToTheEnd({ body }: Response, signal: AbortSignal): Promise<void> {
  try {
    let size = 0;
    for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > MAX_BODY_BYTES || signal.aborted) return;
    }
  } catch {
    // It was broken off, or took too long.
  }
}
