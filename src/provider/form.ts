import type { IncomingMessage } from 'node:http';

/** The largest form we read, in bytes. */
const LIMIT = 8 * 1024;

/**
 * What a form of our own page sent; `undefined` for anything else: another site's form (browsers
 * always name the origin of a POST), another media type, too much.
 */
export async function readForm(
  request: IncomingMessage,
  origin: string,
): Promise<URLSearchParams | undefined> {
  const { headers } = request;
  if (headers.origin !== origin) return undefined;
  const [mediaType] = (headers['content-type'] ?? '').split(';');
  if (mediaType?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') return undefined;
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request as AsyncIterable<string>) {
    text += chunk;
    if (text.length > LIMIT) return undefined;
  }
  return new URLSearchParams(text);
}
