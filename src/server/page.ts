import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Clock } from '../protocol/index.js';
import type { Identity } from './identity.js';
import { createIssuerOrigins } from './issuer-origins.js';
import { sendAsset } from './page-asset.js';
import { withPageConfig } from './page-config.js';
import { readPageFiles } from './page-files.js';
import type { PageDocument } from './page-files.js';

export interface PageOptions {
  readonly pageDir: string;
  readonly identity: Pick<Identity, 'issuer' | 'clientId' | 'developmentProvider'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Where the documents are, and what each does to windows that it opens or that opened it. */
const DOCUMENTS: Readonly<Record<string, { readonly name: PageDocument; readonly coop: string }>> =
  {
    '/': { name: 'index.html', coop: 'same-origin-allow-popups' },
    '/callback': { name: 'index.html', coop: 'same-origin-allow-popups' },
    // It comes back from the issuer, and any other value would cut it off from its opener here.
    '/popup.html': { name: 'popup.html', coop: 'unsafe-none' },
  };

/** The built page: its documents with their configuration, and its files for ever. */
export async function servePage(app: FastifyInstance, options: PageOptions): Promise<void> {
  const { pageDir, log } = options;
  const files = await readPageFiles(pageDir);
  if (!files) {
    log.warn({ pageDir }, `The demo page is not built: ${REMEDY}`);
    for (const url of Object.keys(DOCUMENTS)) app.get(url, answerNotBuilt);
    return;
  }
  const origins = issuerOrigins(app, options);
  for (const [url, { name, coop }] of Object.entries(DOCUMENTS)) {
    const html = withPageConfig(files.documents[name], options.identity);
    app.get(url, UNSHARED, async (_request, reply) =>
      reply
        .header('content-security-policy', policyOf(await origins()))
        .header('cross-origin-opener-policy', coop)
        // The address may hold a code.
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(html),
    );
  }
  app.get<{ Params: { name: string } }>('/assets/:name', UNSHARED, (request, reply) => {
    const asset = files.assets.get(request.params.name);
    if (asset) sendAsset(request, reply, asset);
    else reply.callNotFound();
  });
}

/** No page of another origin has any use for it. */
const UNSHARED = { config: { cors: false } };

const REMEDY = 'stop the server, run "npm run build" and start it again';

function answerNotBuilt(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send(`The demo page is not built. To see it, ${REMEDY}.\n\nThe API is at /graphql.\n`);
}

/** The development provider's are known; another issuer is asked. */
export function issuerOrigins(
  app: FastifyInstance,
  { identity, clock, log }: Omit<PageOptions, 'pageDir'>,
): () => Promise<readonly string[]> {
  const { issuer, developmentProvider } = identity;
  if (developmentProvider) return () => Promise.resolve([new URL(issuer).origin]);
  const closing = new AbortController();
  app.addHook('preClose', (done) => {
    closing.abort();
    done();
  });
  return createIssuerOrigins({
    issuer,
    signal: closing.signal,
    clock,
    onFailure() {
      log.warn(
        { issuer },
        'The page may reach only this origin: its discovery document cannot be had',
      );
    },
  });
}

/** Scripts, styles and fonts from here alone, and no request but to here and to the issuer. */
export function policyOf(issuerOrigins: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...issuerOrigins].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // Nothing here makes markup or script of text, and nothing ever may.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
