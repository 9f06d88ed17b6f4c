import { request as ask } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DevelopmentProvider } from '../../src/provider/index.js';
import { serveHttp } from './loopback-http.js';

interface SeveringProxy {
  readonly origin: string;
  /** From here on it answers. */
  connect(provider: DevelopmentProvider): void;
}

/**
 * The provider's pages as many providers serve them: with `Cross-Origin-Opener-Policy: same-origin`, which
 * takes the popup from the page that opened it (`closed` is true at once, `opener` is null for ever).
 */
export async function serveSeveringProxy(): Promise<SeveringProxy> {
  let provider: DevelopmentProvider | undefined;
  const port = await serveHttp(async (request, response) => {
    if (!provider) throw new Error('Not connected');
    await pass(request, response, { from: origin, to: provider.issuer });
  });
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    connect(given) {
      provider = given;
    },
  };
}

interface Hop {
  readonly from: string;
  readonly to: string;
}

function pass(
  request: IncomingMessage,
  response: ServerResponse,
  { from, to }: Hop,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const { method, url = '/' } = request;
    const headers = { ...request.headers, host: new URL(to).host };
    if (headers.origin === from) headers.origin = to;
    const onward = ask(to + url, { method, headers, agent: false }, (answer) => {
      const { location } = answer.headers;
      response.writeHead(answer.statusCode ?? 500, {
        ...answer.headers,
        ...(location !== undefined && { location: location.replace(to, from) }),
        'cross-origin-opener-policy': 'same-origin',
      });
      answer.pipe(response).on('finish', resolve).on('error', reject);
    });
    onward.on('error', reject);
    request.pipe(onward);
  });
}
