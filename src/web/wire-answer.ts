import { ServerError, ServerParseError } from '@apollo/client';
import type { ApolloLink } from '@apollo/client';
import { getReauthChallenge } from 'graphql-recent-auth/client';
import type { WireEntry } from './wire.js';

/** What came back for an operation, as far as an entry tells it. */
export interface WireAnswer extends Pick<WireEntry, 'kind' | 'detail' | 'challenge'> {
  readonly body: unknown;
}

export function readAnswer(result: unknown, operation: ApolloLink.Operation): WireAnswer {
  const { response } = operation.getContext() as { readonly response?: Response };
  return describe(response?.status, result);
}

/** Of an error no more than its name is told: what it says may quote anything. */
export function readFailure(error: unknown): WireAnswer {
  if (ServerError.is(error) || ServerParseError.is(error)) {
    return describe(error.statusCode, parse(error.bodyText));
  }
  const name = error instanceof Error ? error.name : 'Error';
  return { kind: 'failed', detail: 'no answer', challenge: undefined, body: { error: name } };
}

function describe(status: number | undefined, body: unknown): WireAnswer {
  const errors = errorsOf(body);
  const challenge = getReauthChallenge(body);
  const isGood = errors.length === 0 && (status === undefined || status < 300);
  const code = challenge?.code ?? errors[0]?.extensions?.['code'];
  const detail = [status !== undefined && `HTTP ${status}`, code].filter(
    (part) => typeof part === 'string',
  );
  return {
    kind: challenge ? 'refused' : isGood ? 'answered' : 'failed',
    detail: detail.join(' · '),
    challenge,
    body,
  };
}

interface GraphQLErrorLike {
  readonly extensions?: Readonly<Record<string, unknown>>;
}

function errorsOf(body: unknown): readonly GraphQLErrorLike[] {
  const { errors } = (body ?? {}) as { readonly errors?: unknown };
  return Array.isArray(errors) ? (errors as GraphQLErrorLike[]) : [];
}

/** A proxy's page of HTML is no answer of the bank's, and would fill the list. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
