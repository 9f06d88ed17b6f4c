import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { HttpAnswer } from '../protocol/index.js';

/** What scripts of other origins cannot read of a response unless they are let. */
const CHALLENGE_HEADERS = ['WWW-Authenticate', 'Retry-After'];

/** The same error with an HTTP answer in its extensions, out of which Apollo Server takes it. */
export function httpError(error: GraphQLError, { status, headers }: HttpAnswer): GraphQLError {
  const { message, nodes = null, path = null, originalError = null } = error;
  const http = { status, headers: new HeaderMap(Object.entries(headers)) };
  const exposed = CHALLENGE_HEADERS.filter((name) => http.headers.has(name));
  if (exposed.length > 0) http.headers.set('access-control-expose-headers', exposed.join(', '));
  const extensions: Readonly<Record<string, unknown>> = { ...error.extensions, http };
  return new GraphQLError(message, { nodes, path, originalError, extensions });
}
