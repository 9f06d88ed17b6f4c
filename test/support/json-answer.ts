import type { IncomingMessage, ServerResponse } from 'node:http';

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

/** Lets the page of this origin read the answer. `false` where it only asked whether it may (CORS). */
export function allowPage(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  origin: string,
): boolean {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-credentials', 'true');
  if (method !== 'OPTIONS') return true;
  const asked = headers['access-control-request-headers'] ?? '';
  response.setHeader('access-control-allow-headers', asked);
  response.writeHead(204).end();
  return false;
}
