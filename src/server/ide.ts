import { randomBytes } from 'node:crypto';
import fastifyStatic from '@fastify/static';
import { getDistDirectory, isSandboxFrame, renderAltair, SANDBOX_FRAME_CSP } from 'altair-static';
import type { FastifyInstance } from 'fastify';
import { initialQuery } from './ide-query.js';
import { readIdeSignIn, withSignIn } from './ide-sign-in.js';
import { issuerOrigins, policyOf } from './page.js';
import type { PageOptions } from './page.js';

/** Where DEMO is on; without the built page one signs in elsewhere. */
export type IdeDemo = Omit<PageOptions, 'pageDir'> & {
  readonly pageDir: string | undefined;
};

/** Altair under /ide, from this server alone, and where DEMO is on, with a bar above it to sign in. */
export async function serveIde(app: FastifyInstance, demo: IdeDemo | undefined): Promise<void> {
  const signIn = demo?.pageDir === undefined ? undefined : await readIdeSignIn(demo.pageDir);
  const origins = demo && signIn ? issuerOrigins(app, demo) : () => Promise.resolve([]);

  app.get<{ Querystring: { state?: string } }>('/ide', (request, reply) =>
    signIn && request.query.state !== undefined
      ? reply
          .header('content-security-policy', policyOf([]))
          // Any other value could keep the window from closing itself.
          .header('cross-origin-opener-policy', 'unsafe-none')
          .header('cache-control', 'no-store')
          .type('text/html; charset=utf-8')
          .send(signIn.signedIn)
      : reply.redirect('/ide/', 308),
  );
  app.get('/ide/', async (_request, reply) => {
    const cspNonce = randomBytes(16).toString('base64');
    const altair = renderAltair({
      baseURL: '/ide/',
      cspNonce,
      endpointURL: '/graphql',
      initialName: 'graphql-recent-auth',
      initialQuery: initialQuery({ canSignIn: signIn !== undefined }),
      // An advertisement for a plugin that comes from another host.
      initialSettings: { 'banners.disable': true },
      disableAccount: true,
    });
    return reply
      .header('content-security-policy', idePolicy(cspNonce, await origins()))
      .header('cross-origin-opener-policy', 'same-origin-allow-popups')
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(demo && signIn ? withSignIn(altair, signIn, demo.identity) : altair);
  });
  await app.register(fastifyStatic, {
    root: getDistDirectory(),
    prefix: '/ide/',
    index: false,
    setHeaders(response, path) {
      if (isSandboxFrame(path)) response.header('content-security-policy', SANDBOX_FRAME_CSP);
    },
  });
}

/** Altair sets styles from scripts; a nonce for styles, as helmet's would be, switches that off. */
function idePolicy(nonce: string, issuerOrigins: readonly string[]): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    ["connect-src 'self'", ...issuerOrigins].join(' '),
    "img-src 'self' data:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
