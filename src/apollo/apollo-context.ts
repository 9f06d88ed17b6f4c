import { GraphQLError } from 'graphql';
import { answerTokenRefusal, assertFunction } from '../protocol/index.js';
import type { AuthenticationContext } from '../protocol/index.js';
import { TokenRefusedError } from '../tokens/index.js';
import type { ContextBuilder, RequestLike } from '../tokens/index.js';
import { httpError } from './http-error.js';

/** What an integration hands to its context function first: `{ req }`, or the request itself. */
export type ApolloContextArgument = { readonly req: RequestLike } | RequestLike;

/** The `context` option of Apollo Server's integrations: standalone, Express, Fastify and their like. */
export function apolloContext(
  buildContext: ContextBuilder,
): (argument: ApolloContextArgument) => Promise<AuthenticationContext> {
  assertFunction('buildContext', buildContext);
  return async (argument) => {
    try {
      return await buildContext('req' in argument ? argument.req : argument);
    } catch (error) {
      throw error instanceof TokenRefusedError ? graphqlErrorOf(error) : error;
    }
  };
}

/** Apollo Server answers with "Context creation failed" where the error is of another class. */
function graphqlErrorOf(originalError: TokenRefusedError): GraphQLError {
  const { http, ...extensions } = originalError.extensions;
  const { message } = answerTokenRefusal(originalError.refusal);
  return httpError(new GraphQLError(message, { extensions, originalError }), http);
}
