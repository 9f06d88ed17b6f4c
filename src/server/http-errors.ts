import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { describeError } from './unexpected-error.js';

/** Operations in one HTTP request. */
const LONGEST_BATCH = 10;

/** A hook: the answer to a batch of more operations than a page needs at once. */
export function answerBatchTooLong(
  { body }: FastifyRequest,
  reply: FastifyReply,
  done: () => void,
): void {
  if (Array.isArray(body) && body.length > LONGEST_BATCH) {
    void answer(reply, 400, `A batch holds at most ${LONGEST_BATCH} operations`);
    return;
  }
  done();
}

/** A hook: Apollo's integration makes a URL of the Host header, and fails where that cannot be. */
export function answerBadHost(
  { hostname }: FastifyRequest,
  reply: FastifyReply,
  done: () => void,
): void {
  if (URL.canParse(`http://${hostname}/`)) {
    done();
    return;
  }
  void answer(reply, 400, 'The Host header names no host');
}

export function answerNotFound(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return answer(reply, 404, 'Nothing is here; the API is at /graphql');
}

/** What went wrong outside GraphQL: a body too long, or no JSON. In the shape that GraphQL clients read. */
export function answerError({
  error,
  request,
  reply,
  log,
}: {
  readonly error: unknown;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly log: Logger;
}): FastifyReply {
  const status = clientErrorStatus(error);
  if (status === undefined) {
    log.error({ requestId: request.id, ...describeError(error) }, 'A request failed unexpectedly');
    return answer(reply, 500, 'Internal server error');
  }
  return answer(reply, status, MESSAGES[status] ?? 'The request cannot be understood');
}

/** Fastify's own messages quote what the client sent. */
const MESSAGES: Readonly<Record<number, string>> = {
  413: 'The request is too large',
  415: 'The request body must be JSON: send "content-type: application/json"',
};

function clientErrorStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500
    ? statusCode
    : undefined;
}

/** In the shape that GraphQL clients read. */
export function answer(reply: FastifyReply, status: number, message: string): FastifyReply {
  const code = status === 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
  return reply.code(status).send({ errors: [{ message, extensions: { code } }] });
}
