import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { problemPage, sendPage, welcomePage } from './provider-pages.js';
import { createSignInHandler } from './sign-in.js';
import { STYLESHEET } from './stylesheet.js';

interface RequestHandlerParts {
  readonly provider: Provider;
  readonly log: (message: string, details?: Readonly<Record<string, unknown>>) => void;
}

/** Everything the provider answers: our own pages, and oidc-provider for the rest. */
export function createRequestHandler({ provider, log }: RequestHandlerParts): RequestListener {
  const answerProtocol = provider.callback();
  const answerSignIn = createSignInHandler(provider);
  const tell = (_ctx: unknown, error: Error): void => {
    log('The development provider failed', { error: error.name });
  };
  provider.on('server_error', tell);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', provider.issuer);
    const { pathname } = url;
    if (pathname === '/') sendPage(response, welcomePage(provider.issuer));
    else if (pathname === STYLESHEET.path) sendStylesheet(response);
    else if (pathname.startsWith('/sign-in/')) await answerSignIn(request, response, url);
    else await answerProtocol(request, response);
  };

  return (request, response) => {
    if (!isOurs(request, provider.issuer)) {
      sendPage(response, problemPage(421, 'Another address', `This is ${provider.issuer}.`));
      return;
    }
    answer(request, response).catch((error: unknown) => {
      log('The development provider failed', { error: error instanceof Error ? error.name : '' });
      if (response.headersSent) response.destroy();
      else sendPage(response, problemPage(500, 'Something went wrong', 'Please try again.'));
    });
  };
}

function isOurs(request: IncomingMessage, issuer: string): boolean {
  return request.headers.host === new URL(issuer).host;
}

function sendStylesheet(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  response.end(STYLESHEET.text);
}
