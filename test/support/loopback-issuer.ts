import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** An issuer on a free loopback port that can be made to misbehave. */
export interface LoopbackIssuer {
  readonly issuer: string;
  /** Answers instead of the real documents, while set. */
  misbehave: { readonly path: 'discovery' | 'keys'; readonly handler: Handler } | undefined;
  /** The paths that were asked, in order. */
  readonly asked: string[];
}

const PATHS = { discovery: '/.well-known/openid-configuration', keys: '/jwks' };

/** Serves these keys; closed when the test ends, with whatever hangs. */
export async function serveIssuer(keys: readonly unknown[]): Promise<LoopbackIssuer> {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    loopback.asked.push(path);
    const { misbehave } = loopback;
    if (misbehave && path === PATHS[misbehave.path]) misbehave.handler(request, response);
    else sendJson(response, path === PATHS.keys ? { keys } : describeIssuer(loopback.issuer));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const loopback: LoopbackIssuer = {
    issuer: `http://127.0.0.1:${port}`,
    misbehave: undefined,
    asked: [],
  };
  return loopback;
}

export function describeIssuer(issuer: string): object {
  return { issuer, jwks_uri: `${issuer}${PATHS.keys}` };
}

export function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
