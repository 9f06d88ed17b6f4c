import { build } from 'esbuild';
import { renderToString } from 'react-dom/server';
import { createReauthenticator } from '../../../src/client/index.js';
import { handDrivenSignIn } from '../hand-driven-sign-in.js';
import { serveHttp } from '../loopback-http.js';
import { DialogPage } from './page.js';

/** Serves the page as a server rendered it, to be hydrated under a policy that lets nothing inline through. */
export async function serveDialogPage(): Promise<string> {
  const script = await bundleScript();
  const recentAuth = createReauthenticator({ adapter: handDrivenSignIn().adapter });
  const html = renderToString(<DialogPage recentAuth={recentAuth} />);
  const port = await serveHttp((request, response) => {
    response.setHeader(
      'content-security-policy',
      "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:",
    );
    if (request.url === '/main.js') {
      response.setHeader('content-type', 'text/javascript; charset=utf-8').end(script);
    } else {
      const body =
        request.url === '/' ? `<div id="root">${html}</div><script src="/main.js"></script>` : '';
      response
        .setHeader('content-type', 'text/html; charset=utf-8')
        .end(
          `<!doctype html><html lang="en"><title>Bank</title><link rel="icon" href="data:,">${body}`,
        );
    }
    return Promise.resolve();
  });
  return `http://localhost:${port}`;
}

async function bundleScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['test/support/dialog-page/main.tsx'],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    // With React's own checks: what it complains of fails the test.
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'error',
  });
  return outputFiles.map(({ text }) => text).join('');
}
