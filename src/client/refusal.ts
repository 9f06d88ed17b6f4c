import { parseReauthExtensions } from '../protocol/index.js';
import type { ReauthChallenge } from '../protocol/index.js';
import { mergeChallenges } from './merged-challenge.js';

/** What an answer says about an operation that was refused, in whatever shape a client library hands it on. */
export interface RefusedOperation {
  /** What would satisfy every refused field. `undefined` where only the token had expired. */
  readonly challenge: ReauthChallenge | undefined;
  /** The token's `exp` has passed: a silent renewal may help. */
  readonly tokenExpired: boolean;
  /**
   * The answer proves that nothing ran: it has no `data` entry, and its only error says `executed: false`
   * or, of an expired token, has no `path`.
   */
  readonly nothingRan: boolean;
  /** Every GraphQL error of the answer. */
  readonly errors: readonly GraphQLErrorLike[];
}

export interface GraphQLErrorLike {
  readonly path?: unknown;
  readonly extensions?: unknown;
}

/**
 * Reads the challenge out of anything: a GraphQL result, an error of Apollo Client 3 or 4, urql, graphql-request or
 * graphql-ws, one GraphQL error, one of our own. Never throws; `undefined` where no recent sign-in is asked for.
 */
export function getReauthChallenge(answer: unknown): ReauthChallenge | undefined {
  return getRefusal(answer)?.challenge;
}

/** As `getReauthChallenge`, with what a retry depends on. `undefined` where neither a sign-in nor a new token would help. */
export function getRefusal(answer: unknown): RefusedOperation | undefined {
  try {
    const found = findErrors(answer, 0);
    return found && readErrors(found);
  } catch {
    return undefined;
  }
}

interface FoundErrors {
  readonly errors: readonly GraphQLErrorLike[];
  /** The shape shows all of the answer, and there is no `data` entry. */
  readonly withoutData: boolean;
}

type Members = Readonly<Record<string, unknown>>;

/** Where client libraries put what the server said: our own errors first, the answer before the error around it. */
const WRAPPERS = [
  'challenge',
  'bodyText',
  'result',
  'response',
  'networkError',
  'error',
  'cause',
] as const;

function findErrors(value: unknown, depth: number): FoundErrors | undefined {
  if (typeof value !== 'object' || value === null || depth > 5) return undefined;
  const members = value as Members;
  // A bare list, urql and Apollo Client 3 leave out what `data` was.
  for (const [errors, whole] of [
    [value],
    [members['errors'], members['data'] === undefined && members['hasNext'] === undefined],
    [members['graphQLErrors']],
  ] as const) {
    if (Array.isArray(errors) && errors.length > 0) {
      return { errors: errors as Members[], withoutData: whole ?? false };
    }
  }
  if (typeof (members['extensions'] as Members | undefined)?.['code'] === 'string') {
    return { errors: [members], withoutData: false };
  }
  if (members['code'] !== undefined && members['remedy'] !== undefined) {
    return {
      errors: [{ extensions: { code: members['code'], reauth: members } }],
      withoutData: false,
    };
  }
  for (const name of WRAPPERS) {
    const inner = members[name];
    const found = findErrors(typeof inner === 'string' ? parse(inner) : inner, depth + 1);
    // What has data of its own around the answer has done more than was refused.
    if (found) return members['data'] === undefined ? found : { ...found, withoutData: false };
  }
  return undefined;
}

function readErrors({ errors, withoutData }: FoundErrors): RefusedOperation | undefined {
  const extensions = errors.slice(0, 1000).map((error) => error.extensions as Members | undefined);
  // Further rows of a list carry the code alone: their age stands in the first row's error.
  const whole = extensions.filter((one) => one?.['reauth']);
  const asked = (whole.length > 0 ? whole : extensions)
    .map(parseReauthExtensions)
    .filter((challenge) => challenge !== undefined);
  const challenge = mergeChallenges(asked);
  const tokenExpired = extensions.some(
    (one) => one?.['code'] === 'UNAUTHENTICATED' && one['reason'] === 'TOKEN_EXPIRED',
  );
  if (!challenge && !tokenExpired) return undefined;
  const [only, ...others] = errors;
  return {
    challenge,
    tokenExpired,
    nothingRan:
      withoutData &&
      others.length === 0 &&
      (challenge ? challenge.executed === false : only?.path === undefined),
    errors,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
