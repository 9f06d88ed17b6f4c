import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { describeError } from './describe-error.js';
import type { Log } from './describe-error.js';
import { html } from './html.js';
import { localhostOf } from './issuer.js';
import { sendPage } from './page.js';
import type { Page } from './page.js';
import type { Protocol } from './protocol.js';
import { NOT_FOUND, problemPage, welcomePage } from './provider-pages.js';
import { createSignInHandler } from './sign-in.js';
import { STYLESHEET } from './stylesheet.js';

interface RequestHandlerParts {
  readonly issuer: string;
  /** The one that answers from now on; a request that it has begun, it ends. */
  readonly protocol: () => Protocol;
  readonly isAvailable: () => boolean;
  /** Where people came from, for who finds nothing here. */
  readonly appOrigin: string | undefined;
  readonly log: Log;
}

/** Everything the provider answers: our own pages, and oidc-provider for the rest. */
export function createRequestHandler({
  issuer,
  protocol,
  isAvailable,
  appOrigin,
  log,
}: RequestHandlerParts): RequestListener {
  const { host } = new URL(issuer);
  const localhost = localhostOf(issuer);
  const unavailable = unavailablePage(appOrigin);
  const answerSignIn = createSignInHandler();
  const tell = (error: unknown): void => {
    log('The development provider failed', { error: describeError(error) });
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(issuer + (request.url ?? '/'));
    const current = protocol();
    if (request.headers.host === localhost) redirectTo(url, response);
    else if (request.headers.host !== host) sendPage(response, misdirected(issuer));
    else if (url.pathname === '/') sendPage(response, welcomePage(issuer));
    else if (url.pathname === STYLESHEET.path) sendStylesheet(response);
    else if (url.pathname.startsWith('/sign-in/'))
      await answerSignIn(current, request, response, url);
    else await current.answer(request, response);
  };

  return (request, response) => {
    if (!isAvailable()) {
      sendPage(response, unavailable);
      return;
    }
    if (!request.url?.startsWith('/')) {
      sendPage(response, NOT_FOUND);
      return;
    }
    answer(request, response).catch((error: unknown) => {
      tell(error);
      if (response.headersSent) response.destroy();
      else sendPage(response, FAILED);
    });
  };
}

const FAILED = problemPage(500, 'Something went wrong', 'Please try again.');

function unavailablePage(appOrigin: string | undefined): Page {
  return {
    status: 503,
    title: 'The provider is down',
    main: html`<h1>The provider is down</h1>
      <p>It was switched off for a while. Nobody can sign in now; please try again later.</p>
      ${appOrigin !== undefined && html`<p><a href="${appOrigin}/">Back to the application</a></p>`}`,
    headers: { 'retry-after': '5' },
    plain: true,
  };
}

/** For a name of somebody else's that points to this machine (DNS rebinding). */
function misdirected(issuer: string): Page {
  return problemPage(421, 'Another address', `This page is at ${issuer}.`);
}

/** Cookies of `localhost` would not reach 127.0.0.1, so there is one address. */
function redirectTo(url: URL, response: ServerResponse): void {
  response.writeHead(308, { location: url.href });
  response.end();
}

function sendStylesheet(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  response.end(STYLESHEET.text);
}
