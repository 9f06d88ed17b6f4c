import { GraphQLError } from 'graphql';
import type { AuthenticationContext } from '../protocol/index.js';
import { TokenRefusedError } from '../tokens/index.js';
import type { ContextBuilder, RequestLike } from '../tokens/index.js';
import { httpError } from './http-error.js';

/** What an integration hands to its context function first: `{ req }`, or the request itself. */
export type ApolloContextArgument = { readonly req: RequestLike } | RequestLike;

const MESSAGES = {
  UNAUTHENTICATED: 'The token is not accepted',
  BAD_REQUEST: 'The Authorization header is malformed',
  AUTH_UNAVAILABLE: 'Authentication is not available at the moment',
};

/** The `context` option of Apollo Server's integrations: standalone, Express, Fastify and their like. */
export function apolloContext(
  buildContext: ContextBuilder,
): (argument: ApolloContextArgument) => Promise<AuthenticationContext> {
  return async (argument) => {
    try {
      return await buildContext('req' in argument ? argument.req : argument);
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
