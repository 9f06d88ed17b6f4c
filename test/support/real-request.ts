import type { IncomingMessage } from 'node:http';
import { serveHttp } from './loopback-http.js';
import { send } from './send.js';

type Headers = readonly (readonly [name: string, value: string])[];

/** Has a server of Node's look at a request with exactly these headers, while it is there. */
export async function withRequest<T>(
  headers: Headers,
  look: (request: IncomingMessage) => Promise<T> | T,
): Promise<T> {
  let looking: Promise<T> | undefined;
  const port = await serveHttp(async (request, response) => {
    looking = Promise.resolve(look(request));
    await looking.catch(() => undefined);
    response.end('{}');
  });
  await send(`http://127.0.0.1:${port}/`, headers, {});
  if (!looking) throw new Error('The request did not arrive');
  return looking;
}
