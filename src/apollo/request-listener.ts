import type {
  BaseContext,
  GraphQLRequestContext,
  GraphQLRequestListener,
  GraphQLResponse,
} from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { RecentAuth } from '../directive/index.js';
import { isEnforced, rememberWrapping } from './enforcement.js';
import { admitExecution } from './executed.js';
import { answerRefusal, settleBatch } from './refusal.js';
import { keepUncacheable, settleContentType } from './response-head.js';

/** What the plugin does in the course of one operation. */
export function createRequestListener<TContext extends BaseContext>(
  recentAuth: RecentAuth<TContext>,
): GraphQLRequestListener<TContext> {
  let executionBegan = false;
  return {
    async didResolveOperation(request) {
      assertSchemaIsEnforced(recentAuth, request);
      if (!isGuarded(recentAuth, request)) return;
      const { schema, document, contextValue, response } = request;
      const { operationName, variables: variableValues } = request.request;
      keepUncacheable(response.http);
      settleContentType(request);
      // A cached answer must not stand in for the check, nor be made of what it let through.
      request.overallCachePolicy.restrict({ maxAge: 0 });
      const operation = { schema, document, operationName, variableValues, contextValue };
      const refusal = await recentAuth.check(operation);
      if (refusal) throw answerRefusal(refusal, request);
    },

    executionDidStart() {
      executionBegan = true;
      return Promise.resolve();
    },

    willSendResponse(request) {
      const { response, errors, schema } = request;
      rememberWrapping(schema);
      // Some refusals of Apollo's own come before didResolveOperation, such as 405 to a GET.
      if (isGuarded(recentAuth, request)) keepUncacheable(response.http);
      settleBatch(request);
      const refusedBefore = !executionBegan && errors !== undefined;
      if (!refusedBefore) admitExecutionOf(response);
      return Promise.resolve();
    },

    willSendSubsequentPayload(_request, payload) {
      payload.incremental?.forEach(admitExecution);
      if ('completed' in payload) payload.completed.forEach(admitExecution);
      return Promise.resolve();
    },
  };
}

/** Apollo Server goes on with an updated schema that a plugin objected to. */
function assertSchemaIsEnforced<TContext extends BaseContext>(
  recentAuth: RecentAuth<TContext>,
  { schema }: GraphQLRequestContext<TContext>,
): void {
  if (isEnforced(recentAuth, schema)) return;
  throw new GraphQLError('The schema is not enforced', {
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
}

/** An operation that is unknown is left to Apollo Server to refuse. */
function isGuarded<TContext extends BaseContext>(
  recentAuth: RecentAuth<TContext>,
  { schema, document, operation, request }: GraphQLRequestContext<TContext>,
): boolean {
  if (!document || !operation) return false;
  const { operationName } = request;
  return recentAuth.selectsGuardedField({ schema, document, operationName });
}

function admitExecutionOf({ body }: GraphQLResponse): void {
  if (body.kind === 'incremental') {
    admitExecution(body.initialResult);
    return;
  }
  // Whoever answered instead of the executor may hold on to its answer.
  body.singleResult = { ...body.singleResult };
  admitExecution(body.singleResult);
}
