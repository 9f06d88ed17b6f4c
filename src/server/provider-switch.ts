import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { DevelopmentProvider } from '../provider/index.js';
import { answer } from './http-errors.js';

interface ProviderSwitchOptions {
  readonly provider: Pick<DevelopmentProvider, 'isAvailable' | 'setAvailable'>;
  /** Whose pages may throw the switch. */
  readonly ownOrigins: readonly string[];
  readonly log: Logger;
}

/** Bytes; what it takes has about 20. */
const BODY_LIMIT = 1024;

/** `GET` and `PUT /demo/provider`: takes the development provider down and up again, for our own page alone. */
export async function serveProviderSwitch(
  app: FastifyInstance,
  { provider, ownOrigins, log }: ProviderSwitchOptions,
): Promise<void> {
  const describe = (reply: FastifyReply): FastifyReply =>
    reply.header('cache-control', 'no-store').send({ available: provider.isAvailable() });

  await app.register((scope, _options, done) => {
    // What is left is JSON.
    scope.removeContentTypeParser('text/plain');
    scope.addHook('onRequest', (request, reply, next) => {
      if (isOwn(request, ownOrigins)) next();
      else void answer(reply, 403, 'Only a page of this server may ask for this');
    });
    const options = { bodyLimit: BODY_LIMIT, config: { cors: false } };
    scope.get('/demo/provider', options, (_request, reply) => describe(reply));
    scope.put('/demo/provider', options, ({ body }, reply) => {
      if (!isSwitch(body)) return answer(reply, 400, WRONG_BODY);
      provider.setAvailable(body.available);
      log.info(body, 'The development provider was switched');
      return describe(reply);
    });
    // Or the API's CORS would answer a preflight.
    scope.options('/demo/provider', options, (_request, reply) => {
      reply.callNotFound();
    });
    done();
  });
}

const WRONG_BODY = 'The body must be {"available":true} or {"available":false}';

/**
 * Browsers send `Origin` with every PUT, and where they leave it out with a GET, `Sec-Fetch-Site`
 * says whose page asks (none: a person). A program that sends neither is not led by somebody's page.
 */
function isOwn({ headers }: FastifyRequest, ownOrigins: readonly string[]): boolean {
  const { origin, 'sec-fetch-site': site = 'none' } = headers;
  if (origin !== undefined) return ownOrigins.includes(origin);
  return site === 'same-origin' || site === 'none';
}

function isSwitch(body: unknown): body is { readonly available: boolean } {
  return (
    typeof body === 'object' &&
    body !== null &&
    Object.keys(body).length === 1 &&
    'available' in body &&
    typeof body.available === 'boolean'
  );
}
