import type { ApolloVersion } from './app-bundle.js';
import { bundleApp } from './app-bundle.js';
import type { AppConfig } from './browser-app/config.js';
import { serveHttp } from './loopback-http.js';

export interface AppServer {
  readonly origin: string;
  /** From here on the pages are served. */
  configure(config: AppConfig): void;
}

/** The page that signs in, comes back from the provider in the same window, or in a popup. */
const PAGES: Readonly<Record<string, string>> = {
  '/': 'app.js',
  '/callback': 'app.js',
  '/popup.html': 'popup.js',
};

/** Serves the page under a strict policy, on `localhost`: for the provider on 127.0.0.1 another site. */
export async function serveApp(apollo: ApolloVersion): Promise<AppServer> {
  const bundle = await bundleApp(apollo);
  let config: AppConfig | undefined;
  const port = await serveHttp((request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '');
    const script = PAGES[path];
    const file = bundle.get(path.slice(1));
    response.setHeader('cross-origin-opener-policy', 'same-origin-allow-popups');
    if (script !== undefined && config) {
      response.setHeader('content-security-policy', policyOf(config));
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(documentOf(script, config));
    } else if (file !== undefined) {
      response.setHeader('content-type', 'text/javascript; charset=utf-8');
      response.end(file);
    } else response.writeHead(404).end('There is no such page.');
    return Promise.resolve();
  });
  return {
    origin: `http://localhost:${port}`,
    configure(given) {
      config = given;
    },
  };
}

function policyOf({ api, authority }: AppConfig): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `connect-src ${new URL(api).origin} ${new URL(authority).origin}`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function documentOf(script: string, config: AppConfig): string {
  const attribute = JSON.stringify(config).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<!doctype html>
<html lang="en" data-config="${attribute}">
  <head>
    <title>Bank</title>
    <link rel="icon" href="data:," />
    <script type="module" src="/${script}"></script>
  </head>
  <body><div id="root"></div></body>
</html>`;
}
