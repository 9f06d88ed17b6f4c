import { parseWwwAuthenticate } from '../protocol/index.js';
import { ReauthStillStaleError } from './refusal-errors.js';
import type { Reauthenticator, WithReauthOptions } from './reauthenticator.js';
import { getRefusal } from './refusal.js';
import type { RefusedOperation } from './refusal.js';

type Parts = Pick<Reauthenticator, 'getIdToken' | 'handle' | 'refreshIdToken'>;

/** @see Reauthenticator.withReauth */
export function withReauth<A extends readonly unknown[], R>(
  { getIdToken, handle, refreshIdToken }: Parts,
  run: (...args: A) => Promise<R>,
  { idempotent = false, ...operation }: WithReauthOptions = {},
): (...args: A) => Promise<R> {
  return async (...args) => {
    let idToken = await getIdToken();
    let outcome = await attempt();
    const mayRetry = () => outcome.refusal && (idempotent || outcome.refusal.nothingRan);
    if (outcome.refusal?.tokenExpired && mayRetry()) {
      const renewed = await refreshIdToken(idToken);
      if (renewed !== undefined) {
        idToken = renewed;
        outcome = await attempt();
      }
    }
    const challenge = outcome.refusal?.challenge;
    if (challenge?.code !== 'REAUTH_REQUIRED' || challenge.remedy === 'NONE' || !mayRetry())
      return outcome.settle();
    await handle(challenge, { ...operation, idToken });
    outcome = await attempt();
    if (outcome.refusal?.challenge) {
      throw new ReauthStillStaleError('Signed in again, and the server asks once more', {
        challenge: outcome.refusal.challenge,
      });
    }
    return outcome.settle();

    async function attempt() {
      try {
        const value = await run(...args);
        return { refusal: await readRefusal(value), settle: () => value };
      } catch (error) {
        return {
          refusal: getRefusal(error),
          settle: () => {
            throw error;
          },
        };
      }
    }
  };
}

/** Of a `Response` the body is read from a clone, so that the caller can still read it. */
async function readRefusal(answer: unknown): Promise<RefusedOperation | undefined> {
  if (!(answer instanceof Response)) return getRefusal(answer);
  const isJson = /\bjson\b/.test(String(answer.headers.get('content-type')));
  const body: unknown =
    isJson && !answer.bodyUsed
      ? await answer
          .clone()
          .json()
          .catch(() => undefined)
      : undefined;
  return getRefusal(body) ?? readChallengeHeader(answer);
}

/** A resource server that knows no GraphQL (RFC 9470 section 3). It says nothing of what ran behind it. */
function readChallengeHeader({ status, headers }: Response): RefusedOperation | undefined {
  const challenge = parseWwwAuthenticate(headers.get('www-authenticate'));
  if (status !== 401 || challenge?.error !== 'insufficient_user_authentication') return undefined;
  return getRefusal({ extensions: { code: 'REAUTH_REQUIRED', reauth: challenge } });
}
