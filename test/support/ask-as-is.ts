import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

interface AsIs {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Asks for exactly this path, dots and all, and takes what comes as it is: `fetch` would tidy both up. */
export function askAsIs(
  origin: string,
  path: string,
  { method = 'GET', headers = {}, body }: AsIs = {},
): Promise<Answered> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method, headers, agent: false });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const { statusCode = 0 } = incoming;
        resolve({ status: statusCode, headers: incoming.headers, body: Buffer.concat(chunks) });
      });
    });
    outgoing.end(body);
  });
}
