import { GraphQLError } from 'graphql';
import type { AuthenticationContext } from '../protocol/index.js';
import { TokenRefusedError } from '../tokens/index.js';
import type { ContextBuilder } from '../tokens/index.js';
import { httpError } from './http-error.js';

type IncomingRequest = Parameters<ContextBuilder>[0];

/** What an integration hands to its context function first: Express and the standalone server, or Fastify. */
export type ApolloContextArgument =
  { readonly req: IncomingRequest } | { readonly raw: IncomingRequest };

const MESSAGES = {
  UNAUTHENTICATED: 'The token is not accepted',
  BAD_REQUEST: 'The Authorization header is malformed',
  AUTH_UNAVAILABLE: 'Authentication is not available at the moment',
};

/** The `context` option of Apollo Server's integrations, made of the context builder. */
export function apolloContext(
  buildContext: ContextBuilder,
): (argument: ApolloContextArgument) => Promise<AuthenticationContext> {
  return async (argument) => {
    try {
      // Fastify's own request hides the raw headers, where alone a second token can be seen.
      return await buildContext('raw' in argument ? argument.raw : argument.req);
    } catch (error) {
      throw error instanceof TokenRefusedError ? answerTokenRefusal(error) : error;
    }
  };
}

/** Apollo Server answers with "Context creation failed" where the error is of another class. */
function answerTokenRefusal(originalError: TokenRefusedError): GraphQLError {
  const { http, ...extensions } = originalError.extensions;
  const message = MESSAGES[extensions.code];
  return httpError(new GraphQLError(message, { extensions, originalError }), http);
}
