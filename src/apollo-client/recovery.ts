import { getRefusal, ReauthStillStaleError } from '../client/index.js';
import type { RefusedOperation } from '../client/index.js';
import type { ReauthChallenge } from '../protocol/index.js';
import type { Operation } from './apollo-types.js';
import { attachTicket, contextOf, progressOf } from './context.js';
import { hasSingleRootField, operationTypeOf } from './document.js';
import type { LinkSettings } from './options.js';
import { isOwnAddress } from './origins.js';
import { describe, shouldPrompt } from './prompting.js';

interface Sent {
  readonly idToken: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Does what makes it worth sending the operation once more: renews the token, or has the user sign in. Resolves with the token
 * to send; with nothing, or returns nothing, where the answer is to be handed on as it came. Rejects where it was given up.
 */
export function recover(
  answer: unknown,
  operation: Operation,
  settings: LinkSettings,
  sent: Sent,
): Promise<string | undefined> | undefined {
  const refusal = getRefusal(answer);
  if (!refusal || !mayAsk(answer, operation, settings) || !mayRetry(refusal, operation, settings)) {
    return undefined;
  }
  const { challenge, tokenExpired } = refusal;
  const progress = progressOf(operation);
  if (tokenExpired && !progress.isTokenRenewed) {
    progress.isTokenRenewed = true;
    return settings.recentAuth.refreshIdToken();
  }
  if (challenge?.code !== 'REAUTH_REQUIRED' || challenge.remedy === 'NONE') return undefined;
  if (progress.challenge) return Promise.reject(stillStale(progress.challenge, challenge));
  if (!shouldPrompt(operation, settings, challenge)) return undefined;
  progress.challenge = challenge;
  return reauthenticate(challenge, operation, settings, sent);
}

async function reauthenticate(
  challenge: ReauthChallenge,
  operation: Operation,
  { recentAuth }: LinkSettings,
  sent: Sent,
): Promise<string> {
  const idToken = await recentAuth.handle(challenge, { ...describe(operation), ...sent });
  if (challenge.ticket !== undefined) attachTicket(operation, challenge.ticket);
  return idToken;
}

/** A mutation that may have run, even in part, is never sent again. */
function mayRetry(
  { challenge, nothingRan, errors }: RefusedOperation,
  { query }: Operation,
  { retry }: LinkSettings,
): boolean {
  const type = operationTypeOf(query);
  if (type !== 'mutation') return type === 'query';
  if (nothingRan || retry === 'safe') return nothingRan;
  const path = errors[0]?.path ?? [];
  return (
    errors.length === 1 &&
    challenge !== undefined &&
    challenge.executed !== true &&
    Array.isArray(path) &&
    path.length <= 1 &&
    hasSingleRootField(query)
  );
}

/** A foreign host cannot ask for anything. Parts that come later (`@defer`) belong to what was handed on already. */
function mayAsk(answer: unknown, operation: Operation, { origins }: LinkSettings): boolean {
  const { recentAuth, response } = contextOf(operation);
  if (recentAuth?.mode === 'off' || 'hasNext' in (answer as object)) return false;
  return !origins || !response?.url || isOwnAddress(response.url, origins);
}

function stillStale(before: ReauthChallenge, challenge: ReauthChallenge): ReauthStillStaleError {
  const { authTime } = challenge;
  const why =
    authTime !== undefined && authTime === before.authTime
      ? 'with the same auth_time: does a link after RecentAuthLink send another token?'
      : 'though auth_time had changed: is maxAge shorter than a sign-in takes, or a clock wrong?';
  return new ReauthStillStaleError(`The server refused the retry as well, ${why}`, { challenge });
}
