import type { RequestHeaders } from '../bearer.js';
import { isFetchHeaders } from '../header-values.js';

/** A Node or Express request, Fastify's `request.raw`, or a Fetch `Request`: as it came, or as a parser of forms left it. */
export interface LogoutRequest {
  readonly method?: string | undefined;
  readonly headers: RequestHeaders;
  /** Text, bytes, a form, a stream. Without it the request itself is read. */
  readonly body?: unknown;
}

/** What is wrong with a request, whatever its token. */
export type LogoutRequestFault =
  'wrong_method' | 'wrong_media_type' | 'unreadable_body' | 'body_too_long' | 'not_one_token';

/** Bytes or characters. A token has at most some thousands, and nothing else counts. */
const LONGEST_BODY = 64 * 1024;

/** The one `logout_token` of a request (OpenID Connect Back-Channel Logout 1.0 section 2.5). */
export async function readLogoutRequest(
  request: LogoutRequest,
): Promise<{ readonly token: string } | { readonly fault: LogoutRequestFault }> {
  if (request.method !== 'POST') return { fault: 'wrong_method' };
  if (!FORM.test(contentTypeOf(request))) return { fault: 'wrong_media_type' };
  let tokens: readonly unknown[] | undefined;
  try {
    tokens = await readTokens(hasParsed(request.body) ? request.body : request);
  } catch {
    return { fault: 'unreadable_body' };
  }
  if (!tokens) return { fault: 'body_too_long' };
  const [token] = tokens;
  if (tokens.length === 1 && typeof token === 'string') return { token };
  return { fault: 'not_one_token' };
}

const FORM = /^application\/x-www-form-urlencoded[ \t]*(?:;|$)/i;

function contentTypeOf({ headers }: LogoutRequest): string {
  const name = 'content-type';
  if (isFetchHeaders(headers)) return headers.get(name) ?? '';
  const found = Object.entries(headers).find(([one]) => one.toLowerCase() === name);
  return typeof found?.[1] === 'string' ? found[1] : '';
}

/** Express 4 leaves an empty object where no parser was at work. */
function hasParsed(body: unknown): boolean {
  if (body === undefined || body === null) return false;
  return Object.getPrototypeOf(body) !== Object.prototype || Object.keys(body).length > 0;
}

/** Each value of the parameter; `undefined` where there is too much to read. */
async function readTokens(body: unknown): Promise<readonly unknown[] | undefined> {
  const read = isStream(body) ? await readStream(body) : body;
  const form = read instanceof Uint8Array ? new TextDecoder().decode(read) : read;
  if (typeof form === 'string') {
    return form.length > LONGEST_BODY ? undefined : new URLSearchParams(form).getAll(PARAMETER);
  }
  if (isForm(form)) return form.getAll(PARAMETER);
  if (typeof form !== 'object' || form === null || !Object.hasOwn(form, PARAMETER)) return [];
  return [(form as Readonly<Record<string, unknown>>)[PARAMETER]].flat();
}

const PARAMETER = 'logout_token';

type Chunks = AsyncIterable<Uint8Array | string>;

/** Its text, or so much of it that it is too long. */
async function readStream(stream: Chunks & Partial<NodeStream>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  // A stream of Node's that is left is destroyed, with HTTP/2 before it is answered.
  for await (const chunk of stream.iterator?.({ destroyOnReturn: false }) ?? stream) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_BODY) break;
  }
  return text;
}

interface NodeStream {
  iterator(options: { readonly destroyOnReturn: boolean }): Chunks;
}

function isStream(body: unknown): body is Chunks {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** `URLSearchParams` and `FormData`. */
function isForm(body: unknown): body is { getAll(name: string): unknown[] } {
  return typeof (body as { readonly getAll?: unknown } | null | undefined)?.getAll === 'function';
}
