import type { IncomingHttpHeaders } from 'node:http';
import { readBody, serveHttp } from './loopback-http.js';

export interface ScriptedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly operationName?: string; readonly extensions?: object };
}

/** What the server says: a GraphQL answer, or the whole of an HTTP one. */
export type ScriptedAnswer =
  | { readonly errors?: readonly object[]; readonly data?: unknown }
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly text: string;
    };

/** What is said the first time, the second time, …; the last line is said again and again. A function reads the request. */
export type Script = readonly (
  ScriptedAnswer | ((request: ScriptedRequest) => ScriptedAnswer | Promise<ScriptedAnswer>)
)[];

export interface ScriptedGraphQL {
  readonly url: string;
  readonly origin: string;
  readonly requests: readonly ScriptedRequest[];
}

/** Answers over real HTTP with what no server of ours would say. */
export async function startScriptedGraphQL(script: Script): Promise<ScriptedGraphQL> {
  const requests: ScriptedRequest[] = [];
  const port = await serveHttp(async (request, response) => {
    const body = JSON.parse(await readBody(request)) as ScriptedRequest['body'];
    const received = { headers: request.headers, body };
    requests.push(received);
    const line = script[Math.min(requests.length, script.length) - 1];
    const said = typeof line === 'function' ? await line(received) : line;
    const answer =
      said && 'status' in said ? said : { status: 200, text: JSON.stringify(said), headers: {} };
    response
      .writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
      .end(answer.text);
  });
  const origin = `http://127.0.0.1:${port}`;
  return { url: `${origin}/graphql`, origin, requests };
}
