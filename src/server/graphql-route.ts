import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { apolloContext } from '../apollo/index.js';
import { TokenRefusedError } from '../tokens/index.js';
import type { ContextBuilder } from '../tokens/index.js';
import type { BankContext } from './context.js';
import { answerBadHost, answerBatchTooLong } from './http-errors.js';

/** The API, and where DEMO is on, the same with short windows. */
export const GRAPHQL_PATH = '/graphql';
export const SHORT_GRAPHQL_PATH = '/graphql/short';

export interface GraphQLRouteOptions {
  readonly buildContext: ContextBuilder;
  readonly log: Logger;
}

/** One Apollo Server at one path. */
export function serveGraphQL(
  app: FastifyInstance,
  url: string,
  apollo: ApolloServer<BankContext>,
  options: GraphQLRouteOptions,
): void {
  app.route({
    method: ['GET', 'POST'],
    url,
    onRequest: answerBadHost,
    preHandler: answerBatchTooLong,
    handler: fastifyApolloHandler(apollo, { context: createContext(options) }),
  });
}

function createContext({
  buildContext,
  log,
}: GraphQLRouteOptions): (request: FastifyRequest) => Promise<BankContext> {
  const authenticate = apolloContext(buildContext);
  return async (request) => {
    try {
      return { ...(await authenticate(request)), requestId: request.id };
    } catch (error) {
      const original = error instanceof GraphQLError ? error.originalError : error;
      if (original instanceof TokenRefusedError) {
        log.warn({ requestId: request.id, refusal: original.refusal }, 'Token refused');
      }
      throw error;
    }
  };
}
