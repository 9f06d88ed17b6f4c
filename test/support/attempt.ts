import { parse } from 'graphql';
import { getReauthChallenge } from '../../src/client/index.js';
import type { ApolloKit } from './apollo-client-kit.js';
import { createApolloUser } from './apollo-user.js';
import type { ApolloUserOptions } from './apollo-user.js';
import { NOW } from './realm.js';
import type { Served } from './realm.js';

/** All that became of one operation, on both sides. */
export interface Outcome {
  /** The resolvers that ran, in order. */
  readonly ran: readonly string[];
  readonly requests: number;
  readonly prompts: number;
  readonly renewals: number;
  readonly data?: unknown;
  /** What the caller can read of the error. */
  readonly error?: unknown;
}

/** The answer went to the caller as it came. */
export const HANDED_ON = { requests: 1, prompts: 0, renewals: 0 };

/** The user was asked, and the operation was sent once more. */
export const SENT_ONCE_MORE = { requests: 2, prompts: 1, renewals: 0 };

/** What somebody meets who signed in 15 minutes ago, and who agrees whenever they are asked to sign in anew. */
export async function attempt(
  kit: ApolloKit,
  { realm, url }: Served,
  source: string,
  options: Pick<ApolloUserOptions, 'promptFor' | 'retry'> = {},
): Promise<Outcome> {
  const user = createApolloUser(kit, {
    uri: url,
    clock: () => NOW,
    idToken: await realm.token(900),
    signIn: () => realm.token(0),
    renew: () => realm.token(900),
    ...options,
  });
  const { recentAuth, client } = user;
  recentAuth.subscribe(() => {
    if (recentAuth.getState().status === 'prompting') recentAuth.confirm();
  });
  const document = parse(source);
  const asked = source.startsWith('mutation')
    ? client.mutate({ mutation: document, fetchPolicy: 'no-cache' })
    : client.query({ query: document, fetchPolicy: 'no-cache' });
  const seen = await asked.then(({ data }) => ({ data }), readError);
  return {
    ran: [...realm.ran],
    requests: user.sent.length,
    prompts: user.prompts,
    renewals: user.renewals,
    ...seen,
  };
}

/** `executed` is `undefined` where the server said `null`, or nothing. */
export function refused(field: string, executed: boolean | undefined): Pick<Outcome, 'error'> {
  return { error: { code: 'REAUTH_REQUIRED', executed, fields: [field] } };
}

function readError(error: unknown): Pick<Outcome, 'error'> {
  const challenge = getReauthChallenge(error);
  if (!challenge) return { error: error instanceof Error ? error.message : error };
  const { code, executed, fields } = challenge;
  return { error: { code, executed, fields } };
}
