import { randomBytes } from 'node:crypto';
import fastifyStatic from '@fastify/static';
import { getDistDirectory, isSandboxFrame, renderAltair, SANDBOX_FRAME_CSP } from 'altair-static';
import type { FastifyInstance } from 'fastify';

const INITIAL_QUERY = `# Sign in:  npm run -s token -- --user alice --age 0
# and paste it under Auth, as a Bearer token.
query Viewer {
  viewer {
    email
    accounts { id name balance }
    authentication { authTime age canReauthenticate }
  }
}
`;

/** Altair under /ide, from this server alone. */
export async function serveIde(app: FastifyInstance): Promise<void> {
  app.get('/ide', (_request, reply) => reply.redirect('/ide/', 308));
  app.get('/ide/', (_request, reply) => {
    const cspNonce = randomBytes(16).toString('base64');
    return reply
      .header('content-security-policy', pagePolicy(cspNonce))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(
        renderAltair({
          baseURL: '/ide/',
          cspNonce,
          endpointURL: '/graphql',
          initialName: 'graphql-recent-auth',
          initialQuery: INITIAL_QUERY,
          disableAccount: true,
        }),
      );
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
function pagePolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
