import { getReauthError, ReauthCancelledError } from '../../../src/client/index.js';

/** One word for how an operation ended, which a test can compare. */
export function describeOutcome(error: unknown): string {
  if (error === undefined) return 'done';
  const reauthError = getReauthError(error);
  if (ReauthCancelledError.is(reauthError)) return `${reauthError.code} ${reauthError.reason}`;
  if (reauthError) return reauthError.code;
  // Apollo Client 4 says `errors`, Apollo Client 3 `graphQLErrors`.
  const { errors, graphQLErrors = errors } = error as Record<string, GraphQLErrors>;
  const code = graphQLErrors?.[0]?.extensions?.code;
  return code ?? (error instanceof Error ? error.name : 'unknown');
}

type GraphQLErrors =
  | readonly { readonly extensions?: { readonly code?: string | undefined } | undefined }[]
  | undefined;
