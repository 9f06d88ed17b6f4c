import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, Kind } from 'graphql';
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
          for (const error of errors.filter(isFault)) {
            const original = unwrapResolverError(error);
            const details = { requestId, path: error.path?.join('.'), ...describeError(original) };
            log.error(details, 'An operation failed unexpectedly');
          }
          return Promise.resolve();
        },
      }),
    contextCreationDidFail({ error }) {
      if (isFault(error)) log.error(describeError(error), 'No context could be made');
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
  if (isRequestError(error)) {
    return { ...formatted, extensions: { ...formatted.extensions, code: 'BAD_USER_INPUT' } };
  }
  if (codeOf(error) !== undefined) return formatted;
  return { ...formatted, message: 'Internal server error' };
}

/** Ours to mend: a broken resolver sets no code, and a check that cannot be made this one. */
function isFault(error: unknown): boolean {
  const code = codeOf(error);
  if (code === undefined) return !isRequestError(error);
  return code === 'INTERNAL_SERVER_ERROR';
}

/**
 * graphql-js sets no code where it refuses a whole request, or an argument that a variable made
 * null. Of the latter it names the value: errors about what a resolver gave name a field, or nothing.
 */
function isRequestError(error: unknown): boolean {
  const original = unwrapResolverError(error);
  if (!(original instanceof GraphQLError) || codeOf(error) !== undefined) return false;
  if (original.originalError) return false;
  const ofField = original !== error || original.path !== undefined;
  return !ofField || (original.nodes?.every(({ kind }) => kind !== Kind.FIELD) ?? false);
}

/** What is meant for the caller carries a code. */
function codeOf(error: unknown): unknown {
  const original = unwrapResolverError(error);
  return original instanceof GraphQLError ? original.extensions['code'] : undefined;
}
