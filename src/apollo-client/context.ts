import type { IdTokenClaims, ReauthError } from '../client/index.js';
import type { ReauthChallenge } from '../protocol/index.js';
import type { Operation } from './apollo-types.js';

/** Per operation: `context: { recentAuth: … }`. Apollo merges contexts one level deep, so this replaces a default one whole. */
export interface RecentAuthContext {
  /**
   * `prompt` asks the user, also for a query; `error` hands the refusal on instead. `off`: the link attaches the token and does
   * nothing else. @default what `promptFor` says
   */
  readonly mode?: 'prompt' | 'error' | 'off' | undefined;
  /** What the dialog calls the operation, such as "Delete account". */
  readonly description?: string | undefined;
}

declare module '@apollo/client' {
  interface DefaultContext {
    recentAuth?: RecentAuthContext | undefined;
  }
}

/** What became of an operation so far. A RetryLink before ours forwards the same operation once more. */
export interface Progress {
  /** Whose it is, by the first token that was fetched for it. */
  user?: IdTokenClaims | undefined;
  /** The header that was put there last. */
  authorization?: string | undefined;
  isTokenRenewed?: boolean;
  /** The user was asked because of it. */
  challenge?: ReauthChallenge;
  /** Why it was given up. */
  error?: ReauthError;
}

const PROGRESS: unique symbol = Symbol('graphql-recent-auth.progress') as never;

/** What other links leave in the context, as far as this one looks at it. */
interface LinkContext {
  readonly uri?: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly http?: object;
  readonly fetchOptions?: { readonly signal?: AbortSignal | null };
  readonly response?: { readonly url?: unknown; readonly redirected?: boolean };
  readonly recentAuth?: RecentAuthContext;
  readonly [PROGRESS]?: Progress;
}

export function contextOf(operation: Operation): LinkContext {
  return operation.getContext() as LinkContext;
}

export function progressOf(operation: Operation): Progress {
  const known = contextOf(operation)[PROGRESS];
  const progress = known ?? {};
  if (!known) operation.setContext({ [PROGRESS]: progress });
  return progress;
}

/** Without a token nothing else is sent in its place: the header belongs to this link. */
export function attachToken(operation: Operation, idToken: string | undefined): void {
  const others = Object.entries(contextOf(operation).headers ?? {}).filter(
    ([name]) => name.toLowerCase() !== 'authorization',
  );
  const authorization = idToken && `Bearer ${idToken}`;
  if (authorization) others.push(['authorization', authorization]);
  progressOf(operation).authorization = authorization;
  operation.setContext({ headers: Object.fromEntries(others) });
}

/** Takes token and ticket off again, where a link before ours sends an operation elsewhere that was ours before. */
export function detachSecrets(operation: Operation): void {
  const { [PROGRESS]: progress, headers } = contextOf(operation);
  if (!progress) return;
  const { authorization, ...others } = { ...headers };
  if (authorization === progress.authorization) operation.setContext({ headers: others });
  operation.extensions = { ...operation.extensions, reauth: undefined };
}
