import {
  getRefusal,
  ReauthCancelledError,
  ReauthError,
  ReauthStillStaleError,
} from '../client/index.js';
import type { Reauthenticator, RefusedOperation } from '../client/index.js';
import { systemClock } from '../protocol/index.js';
import type { ReauthChallenge } from '../protocol/index.js';
import type { Operation } from './apollo-types.js';
import { contextOf, progressOf } from './context.js';
import { fieldNamesOf, hasSingleRootField, operationTypeOf } from './document.js';
import type { LinkSettings } from './options.js';
import { isOwnAddress } from './origins.js';
import { describe, shouldPrompt } from './prompting.js';

interface Sent {
  readonly idToken: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Does what makes it worth sending the operation once more: renews the token, or has the user sign in. Resolves with the token
 * to send, or with nothing where the answer is to be handed on as it came.
 * @throws {ReauthError} where the operation was given up
 */
export async function recover(
  answer: unknown,
  operation: Operation,
  settings: LinkSettings,
  sent: Sent,
): Promise<string | undefined> {
  // Whoever gave up after this link has asked already.
  const refusal = ReauthError.is(answer) ? undefined : getRefusal(answer);
  if (
    !refusal ||
    !mayAsk(answer, operation, settings) ||
    !mayRetry(refusal, answer, operation, settings)
  ) {
    return undefined;
  }
  const { challenge, tokenExpired } = refusal;
  const progress = progressOf(operation);
  if (tokenExpired && !progress.isTokenRenewed) {
    progress.isTokenRenewed = true;
    return settings.recentAuth.refreshIdToken(sent.idToken);
  }
  if (challenge?.code !== 'REAUTH_REQUIRED' || challenge.remedy === 'NONE') return undefined;
  try {
    if (progress.challenge) throw stillStale(progress.challenge, challenge);
    if (!shouldPrompt(operation, settings, challenge)) return undefined;
    if (wasDeclined(operation, settings)) return undefined;
    progress.challenge = challenge;
    const request = { ...describe(operation), ...sent };
    const idToken = await settings.recentAuth.handle(challenge, request);
    if (challenge.ticket !== undefined) attachTicket(operation, challenge.ticket);
    return idToken;
  } catch (error) {
    if (ReauthError.is(error)) progress.error = error;
    if (ReauthCancelledError.is(error) && error.reason === 'user') {
      declined.set(settings.recentAuth, systemClock());
    }
    throw error;
  }
}

/** When the user last declined, epoch seconds. */
const declined = new WeakMap<Reauthenticator, number>();

/** A query that nobody asked for just now does not nag for a minute: a poll, a refetch. */
function wasDeclined(operation: Operation, { recentAuth }: LinkSettings): boolean {
  const at = declined.get(recentAuth);
  return (
    at !== undefined &&
    Math.abs(systemClock() - at) < 60 &&
    operationTypeOf(operation.query) === 'query' &&
    contextOf(operation).recentAuth?.mode !== 'prompt'
  );
}

/** A mutation that may have run, even in part, is never sent again. */
function mayRetry(
  { challenge, nothingRan, errors }: RefusedOperation,
  answer: unknown,
  { query }: Operation,
  { retry }: LinkSettings,
): boolean {
  const type = operationTypeOf(query);
  if (type !== 'mutation') return type === 'query';
  // A backend that hands on what another server refused names fields that are not the client's.
  const names = fieldNamesOf(query);
  if (challenge?.fields.some((field) => !names.has(field.replace(/^.*\./, '')))) return false;
  if (nothingRan || retry === 'safe') return nothingRan;
  const path = errors[0]?.path ?? [];
  return (
    errors.length === 1 &&
    challenge !== undefined &&
    challenge.executed !== true &&
    Array.isArray(path) &&
    path.length <= 1 &&
    !hasValue(answer as { readonly data?: object | null }) &&
    hasSingleRootField(query)
  );
}

/** Gateways lose the path of an error; a field that has a value was not refused, but something below it. */
function hasValue({ data }: { readonly data?: object | null }): boolean {
  return Object.entries(data ?? {}).some(
    ([name, value]) => name !== '__typename' && value !== null,
  );
}

/** A foreign host cannot ask for anything. Parts that come later (`@defer`) belong to what was handed on already. */
function mayAsk(answer: unknown, operation: Operation, { origins }: LinkSettings): boolean {
  const { recentAuth, response } = contextOf(operation);
  if (recentAuth?.mode === 'off' || 'hasNext' in (answer as object)) return false;
  return !response?.redirected || isOwnAddress(response.url, origins);
}

function stillStale(before: ReauthChallenge, challenge: ReauthChallenge): ReauthStillStaleError {
  const { authTime } = challenge;
  const why =
    authTime !== undefined && authTime === before.authTime
      ? 'with the same auth_time: does another link still send the old token? Look at their order'
      : 'though auth_time had changed: is maxAge shorter than a sign-in takes, or a clock wrong?';
  return new ReauthStillStaleError(`The server refused the retry as well, ${why}`, { challenge });
}

/** Apollo Client 3 sends `extensions` only where it is told to. */
function attachTicket(operation: Operation, ticket: string): void {
  const { extensions } = operation as { extensions?: { reauth?: object } };
  operation.extensions = { ...extensions, reauth: { ...extensions?.reauth, ticket } };
  operation.setContext({ http: { ...contextOf(operation).http, includeExtensions: true } });
}
