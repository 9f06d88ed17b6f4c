import { request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/**
 * Sends exactly these headers, in pairs, so that one can be there twice or not at all; `fetch` would
 * add an `Accept` of its own.
 */
export function send(
  url: string,
  headers: readonly (readonly [name: string, value: string])[],
  body?: unknown,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { host } = new URL(url);
    const raw = [...headers, ['host', host], ['connection', 'close']].flat();
    const outgoing = request(url, { method: body === undefined ? 'GET' : 'POST', headers: raw });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        const { statusCode = 0 } = incoming;
        resolve({ status: statusCode, headers: incoming.headers, body: parse(text) });
      });
    });
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
