import type { Handler } from './loopback-issuer.js';

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export function answer({ status = 200, headers = {}, body = '' }: Answer): Handler {
  return (_request, response) => {
    response.writeHead(status, headers).end(body);
  };
}

/** What no server of Node's would say. */
export function raw(text: string, { end = false } = {}): Handler {
  return ({ socket }) => {
    if (end) socket.end(text);
    else socket.write(text);
  };
}

export const GZIP = { 'content-encoding': 'gzip' };
