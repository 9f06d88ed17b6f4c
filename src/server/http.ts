import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import { fastify, LogController } from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { TokenVerifier } from '../tokens/index.js';
import { serveBackchannelLogout } from './backchannel-logout.js';
import type { ServerOptions } from './config.js';
import type { BankContext } from './context.js';
import { serveDemo } from './demo.js';
import type { DemoOptions } from './demo.js';
import { GRAPHQL_PATH, serveGraphQL, SHORT_GRAPHQL_PATH } from './graphql-route.js';
import type { GraphQLRouteOptions } from './graphql-route.js';
import { answerError, answerNotFound } from './http-errors.js';
import { serveIde } from './ide.js';

export interface HttpOptions
  extends GraphQLRouteOptions, Pick<ServerOptions, 'corsOrigins' | 'ide' | 'trustProxy'> {
  readonly apollo: ApolloServer<BankContext>;
  readonly verifier: TokenVerifier;
  /** Rejects while requests cannot be answered. */
  readonly assertReady: () => Promise<void>;
  /** Where DEMO is on. */
  readonly demo: DemoOptions | undefined;
}

/** Bytes of a request's body. */
const BODY_LIMIT = 256 * 1024;

/** The API over HTTP, not listening yet. */
export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const { apollo, demo, log, trustProxy, verifier } = options;
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    // What it cannot even route, Fastify would answer by itself, with the address in the message.
    frameworkErrors(error, request, reply) {
      answerError({ error, request, reply, log });
    },
    genReqId: () => randomUUID(),
    // Fastify's own lines hold the URL, and a URL may hold a query's variables.
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: 30_000,
    trustProxy: trusts(trustProxy),
  });
  app.setErrorHandler((error, request, reply) => answerError({ error, request, reply, log }));
  app.setNotFoundHandler(answerNotFound);
  app.addHook('onResponse', (request, reply, done) => {
    logResponse(log, request, reply);
    done();
  });
  endConnectionsOnClose(app);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
  });
  await app.register(cors, {
    origin: [...options.corsOrigins],
    methods: ['GET', 'POST'],
    exposedHeaders: ['WWW-Authenticate', 'Retry-After'],
    maxAge: 600,
  });
  serveGraphQL(app, GRAPHQL_PATH, apollo, options);
  await serveBackchannelLogout(app, { verifier, log });
  serveHealth(app, options);
  if (demo) await serveDemo(app, demo, options);
  if (options.ide) await serveIde(app, demo && { ...demo, log });
  if (options.ide && demo?.pageDir === undefined) {
    app.get('/', (_request, reply) => reply.redirect('/ide/'));
  }
  return app;
}

/** Otherwise a connection whose last answer goes out while we close is kept alive, and holds us up. */
function endConnectionsOnClose(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) reply.header('connection', 'close');
    done();
  });
}

/** A number of proxies is a number of hops. */
function trusts(proxies: ServerOptions['trustProxy']): false | string[] | TrustHop {
  if (proxies === false) return false;
  return typeof proxies === 'number' ? (_address, hop) => hop < proxies : [...proxies];
}

type TrustHop = (address: string, hop: number) => boolean;

function serveHealth(app: FastifyInstance, { assertReady, log }: HttpOptions): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await assertReady();
      return { status: 'ok' };
    } catch (error) {
      log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'Not ready');
      return reply.code(503).header('retry-after', '5').send({ status: 'unavailable' });
    }
  });
}

function logResponse(log: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const { id, method, url, ip } = request;
  const [path = ''] = url.split('?');
  const ms = Math.round(reply.elapsedTime);
  const details = { requestId: id, method, path, status: reply.statusCode, ms, ip };
  // Probes come every few seconds, and an IDE is a hundred files.
  const isOperation = path === GRAPHQL_PATH || path === SHORT_GRAPHQL_PATH;
  const quiet = !isOperation && reply.statusCode < 400;
  log[quiet ? 'debug' : 'info'](details, 'Answered');
}
