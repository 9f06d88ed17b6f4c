import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackServer {
  /** Such as `http://127.0.0.1:50123`. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves what `answer` says of a path, as JSON, on a free port that only this machine reaches. */
export async function serveLoopback(
  answer: (path: string) => object | undefined,
): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    const body = answer(request.url ?? '/');
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { error: 'not_found' }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
