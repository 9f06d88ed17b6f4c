import type { ServerResponse } from 'node:http';
import { html, renderHtml } from './html.js';
import type { Html } from './html.js';
import { STYLESHEET } from './stylesheet.js';

export interface Page {
  readonly status: number;
  readonly title: string;
  readonly main: Html;
  /** Beyond those of every page. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Without the stylesheet, for when not even that is served. */
  readonly plain?: boolean;
}

/**
 * Nothing but our own stylesheet, and never in a frame. There is no `form-action`, because Chromium
 * applies it to the redirect back to the application, and no `Cross-Origin-Opener-Policy`, because
 * it would cut a sign-in popup off from the page that opened it (which `sever_popup` asks for).
 */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  // `no-referrer` would make browsers send `Origin: null` with our own forms.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;

export function sendPage(response: ServerResponse, page: Page): void {
  response.writeHead(page.status, { ...HEADERS, ...page.headers });
  response.end(renderPage(page));
}

/** The page, for where Koa sends it. */
export function setPage(
  ctx: { status: number; body: unknown; set(headers: Record<string, string>): void },
  page: Page,
): void {
  ctx.status = page.status;
  ctx.set({ ...HEADERS, ...page.headers });
  ctx.body = renderPage(page);
}

function renderPage({ title, main, plain = false }: Page): string {
  return renderHtml(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${title}</title>
          <link rel="icon" href="data:," />
          ${!plain && html`<link rel="stylesheet" href="${STYLESHEET.path}" />`}
        </head>
        <body>
          <header><p>Development provider</p></header>
          <main>${main}</main>
          <footer>
            <p>
              For development only: anyone may use these accounts, and everything stays on this
              machine.
            </p>
          </footer>
        </body>
      </html>`,
  );
}
