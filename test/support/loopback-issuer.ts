import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** An issuer on a free loopback port that can be made to misbehave. */
export interface LoopbackIssuer {
  readonly issuer: string;
  /** What it publishes; anything may be put in. */
  keys: unknown[];
  /** What answers instead of the real documents, while set. */
  misbehave: { readonly discovery?: Handler; readonly keys?: Handler };
  /** The paths that were asked, in order. */
  readonly asked: string[];
  /** Connections are refused until it starts again, on the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export const DISCOVERY = '/.well-known/openid-configuration';
export const KEYS = '/jwks';

/** Serves these keys; closed when the test ends, with whatever hangs. */
export async function serveIssuer(keys: readonly unknown[]): Promise<LoopbackIssuer> {
  let port = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    loopback.asked.push(path);
    const { discovery, keys: answerKeys } = loopback.misbehave;
    if (path === DISCOVERY && discovery) discovery(request, response);
    else if (path === KEYS && answerKeys) answerKeys(request, response);
    else {
      const document = { keys: loopback.keys };
      sendJson(response, path === DISCOVERY ? describeIssuer(loopback.issuer) : document);
    }
  });
  const start = async (): Promise<void> => {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    ({ port } = server.address() as AddressInfo);
  };
  const stop = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  onTestFinished(async () => {
    if (server.listening) await stop();
  });
  await start();
  const loopback: LoopbackIssuer = {
    issuer: `http://127.0.0.1:${port}`,
    keys: [...keys],
    misbehave: {},
    asked: [],
    stop,
    start,
  };
  return loopback;
}

export function describeIssuer(issuer: string): object {
  return { issuer, jwks_uri: `${issuer}${KEYS}` };
}

export function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
