import type { BaseContext, GraphQLRequestContext, HTTPGraphQLHead } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import type { Refusal } from '../directive/index.js';
import { httpError } from './http-error.js';
import { mediaTypeOf } from './media-type.js';
import { keepExposed } from './response-head.js';

const batchesWithRefusal = new WeakSet<HTTPGraphQLHead>();

/** The error to throw from a hook of this operation. */
export function answerRefusal<TContext extends BaseContext>(
  refusal: Refusal,
  { response, requestIsBatched }: GraphQLRequestContext<TContext>,
): GraphQLError {
  if (requestIsBatched) {
    batchesWithRefusal.add(response.http);
    return httpError(refusal.error, { status: 200, headers: {} });
  }
  const { headers } = response.http;
  const answer = refusal.http(mediaTypeOf(headers.get('content-type') ?? ''));
  keepExposed(headers);
  return httpError(refusal.error, answer);
}

/** Entries of a batch speak through their codes, which clients read at status 200 alone. */
export function settleBatch<TContext extends BaseContext>({
  response,
}: GraphQLRequestContext<TContext>): void {
  if (batchesWithRefusal.has(response.http)) response.http.status = 200;
}
