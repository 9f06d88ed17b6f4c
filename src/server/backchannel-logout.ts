import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createBackchannelLogout } from '../tokens/index.js';
import type { TokenVerifier } from '../tokens/index.js';

/** What is registered with the provider as `backchannel_logout_uri`. */
export const BACKCHANNEL_LOGOUT_PATH = '/backchannel-logout';

interface BackchannelLogoutOptions {
  readonly verifier: TokenVerifier;
  readonly log: Logger;
}

/** Where the provider says which sessions have ended. For servers: no page may call it. */
export async function serveBackchannelLogout(
  app: FastifyInstance,
  { verifier, log }: BackchannelLogoutOptions,
): Promise<void> {
  const logOut = createBackchannelLogout({ verifier });
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    // Read by who knows how much there may be of it.
    scope.addContentTypeParser('*', (_request, _payload, parsed) => {
      parsed(null);
    });
    scope.all(BACKCHANNEL_LOGOUT_PATH, { config: { cors: false } }, async (request, reply) => {
      const { status, headers, body, outcome } = await logOut(request.raw);
      const level = outcome === 'ended' ? 'info' : 'warn';
      log[level]({ requestId: request.id, outcome }, 'Back-channel logout');
      return reply.code(status).headers(headers).send(body);
    });
    done();
  });
}
