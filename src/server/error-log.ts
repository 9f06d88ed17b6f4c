import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { BankContext } from './context.js';
import { describeError } from './unexpected-error.js';

/** Tells the log what `maskUnexpected` keeps from the caller. */
export function errorLogPlugin(log: Logger): ApolloServerPlugin<BankContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors({ contextValue: { requestId }, errors }) {
          for (const error of errors.filter(isUnexpected)) {
            const original = unwrapResolverError(error);
            const details = { requestId, path: error.path?.join('.'), ...describeError(original) };
            log.error(details, 'An operation failed unexpectedly');
          }
          return Promise.resolve();
        },
      }),
    contextCreationDidFail({ error }) {
      if (isUnexpected(error)) log.error(describeError(error), 'No context could be made');
      return Promise.resolve();
    },
    unexpectedErrorProcessingRequest({ error, requestContext: { contextValue } }) {
      const details = { requestId: contextValue.requestId, ...describeError(error) };
      log.error(details, 'A request failed unexpectedly');
      return Promise.resolve();
    },
  };
}

/** For Apollo's `formatError`: nobody outside reads the text of an error that nobody wrote for them. */
export function maskUnexpected(
  formatted: GraphQLFormattedError,
  error: unknown,
): GraphQLFormattedError {
  if (formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return formatted;
  if (!isUnexpected(error)) return formatted;
  return { ...formatted, message: 'Internal server error' };
}

/** What is meant for the caller carries a code; graphql-js itself and a broken resolver set none. */
function isUnexpected(error: unknown): boolean {
  const original = unwrapResolverError(error);
  return !(original instanceof GraphQLError) || original.extensions['code'] === undefined;
}
