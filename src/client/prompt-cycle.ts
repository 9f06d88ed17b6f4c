import { ConfigurationError } from '../protocol/index.js';
import type { ReauthChallenge } from '../protocol/index.js';
import type { ReauthRequest } from './adapter.js';
import { openCrossTab } from './cross-tab.js';
import { withDeadline } from './deadline.js';
import { createEnsure } from './ensure.js';
import { ReauthError, ReauthFailedError } from './errors.js';
import type { CancelReason } from './errors.js';
import { decodeIdToken } from './id-token.js';
import { createPromptLimit } from './prompt-limit.js';
import type {
  EnsureDemand,
  HandleOptions,
  PromptFunction,
  Reauthenticator,
} from './reauthenticator.js';
import { ReauthUnavailableError } from './refusal-errors.js';
import { createRenewal } from './renewal.js';
import type { Renew } from './renewal.js';
import { callSafely } from './state-store.js';
import { createWaiter } from './waiter.js';
import type { Waiter } from './waiter.js';
import { cancelled, createWaitingRoom } from './waiting-room.js';
import type { WaitingRoomParts } from './waiting-room.js';

interface Recheck {
  /** Where the token does not satisfy what waits, one that is renewed may. */
  readonly withRenewal?: boolean;
  /** @default everything that waits */
  readonly newcomers?: Iterable<Waiter>;
}

export interface PromptCycle extends Pick<Reauthenticator, 'confirm' | 'cancel'> {
  /** `current`: the token of the moment, where the caller does not know which one was sent. */
  readonly handle: (
    challenge: ReauthChallenge,
    options: HandleOptions | undefined,
    current: string | undefined,
  ) => Promise<string>;
  readonly ensure: (demand: EnsureDemand, idToken: string | undefined) => Promise<void>;
  readonly renew: Renew;
}

/**
 * idle → prompting → authenticating → verifying → idle, with `failed` and `redirecting` on the way. However many
 * operations wait, there is one prompt; when the user has signed in, each is judged for itself.
 */
export function createPromptCycle(parts: WaitingRoomParts): PromptCycle {
  const { adapter, prompt, crossTab, clock, session } = parts;
  const { getState } = parts.store;
  const { waiters, publish, tell, settle, refuse } = createWaitingRoom(parts, close);
  const channel = crossTab === true ? 'graphql-recent-auth' : crossTab;
  const tabs =
    channel === false
      ? undefined
      : openCrossTab(channel, session.claims, () => void recheck({ withRenewal: true }));
  const renew = createRenewal(adapter, session);
  /** Aborts when the prompt goes away. */
  let prompted: AbortController | undefined;
  /** Aborts when this attempt at signing in is over. */
  let attempt: AbortController | undefined;
  let confirmedAt = 0;
  const mayPrompt = createPromptLimit(clock, parts.promptsPerMinute);

  adapter.onTokenChange?.(() => void recheck());
  // The token may have changed while this was being loaded, and nobody would have heard of it.
  void recheck();
  // Back out of the back-forward cache: the page is not being left any more.
  (globalThis as Partial<typeof globalThis>).addEventListener?.('pageshow', () => {
    if (getState().status === 'redirecting') cancel();
  });

  async function handle(
    challenge: ReauthChallenge,
    options: HandleOptions = {},
    current?: string,
  ): Promise<string> {
    const { idToken = current, signal } = options;
    const waiter = createWaiter(challenge, options, current);
    const onAbort = () => {
      refuse([waiter], cancelled('signal'));
    };
    session.learnServerTime(challenge.serverTime);
    waiters.add(waiter);
    tell('required', [waiter]);
    if (session.isForgotten(idToken)) refuse([waiter], cancelled('logout'));
    else if (signal?.aborted) onAbort();
    else if (challenge.code === 'REAUTH_IMPOSSIBLE' || challenge.remedy === 'NONE') {
      refuse([waiter], unavailable('Signing in again would not help'));
    } else {
      signal?.addEventListener('abort', onAbort);
      void admit(waiter);
    }
    try {
      return await waiter.released;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** No prompt where a sign-in has come meanwhile. */
  async function admit(waiter: Waiter) {
    await recheck({ newcomers: [waiter] });
    if (!waiters.has(waiter)) return;
    if (getState().status === 'idle') openPrompt();
    else publish();
  }

  function openPrompt() {
    if (!mayPrompt()) {
      refuse(waiters, unavailable('Asked too often within a minute'));
      return;
    }
    const { signal } = (prompted = new AbortController());
    const milliseconds = Math.min(parts.promptTimeout * 1000, 2 ** 31 - 1);
    const timer = setTimeout(cancel, milliseconds, 'timeout');
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
    publish({ status: 'prompting', error: undefined });
    tell('prompted', waiters);
    const turn = takeTurn(signal);
    if (prompt !== 'manual') void ask(prompt, turn, signal);
    else if (!parts.store.isWatched()) callSafely(throwUnseen);
  }

  async function takeTurn(signal: AbortSignal) {
    const [first] = waiters;
    if (!tabs || !first?.user) return;
    await tabs.takeTurn(first.user, signal, () => {
      publish({ elsewhere: true });
    });
    if (signal.aborted || !getState().elsewhere) return;
    publish({ elsewhere: false });
    await recheck({ withRenewal: true });
  }

  async function ask(
    question: 'immediate' | PromptFunction,
    turn: Promise<void>,
    signal: AbortSignal,
  ) {
    const { challenge, waiting } = getState();
    try {
      if (question === 'immediate') await turn;
      else if (challenge && (await question({ challenge, waiting, signal })) !== 'confirm') {
        if (!signal.aborted) cancel();
      }
      if (!signal.aborted) confirm();
    } catch (cause) {
      if (!signal.aborted) refuse(waiters, failed(cause));
    }
  }

  function confirm() {
    const { status, challenge } = getState();
    if (!prompted || !challenge || status === 'verifying' || status === 'redirecting') return;
    attempt?.abort();
    const mine = (attempt = new AbortController());
    const held = [...waiters];
    for (const waiter of held) waiter.covered = true;
    confirmedAt = clock();
    publish({ status: 'authenticating', error: undefined });
    tell('confirmed', waiters);
    // Whoever listens may have given it up just now.
    if (attempt !== mine) return;
    void authenticate(mine, {
      maxAge: challenge.maxAge,
      acrValues: challenge.acrValues,
      remedy: challenge.remedy === 'LOGIN' ? 'LOGIN' : 'REAUTHENTICATE',
      subject: held[0]?.user?.subject,
      idToken: session.token(),
      signal: mine.signal,
      operations: held.map(({ operation }) => operation),
    });
  }

  async function authenticate(mine: AbortController, request: ReauthRequest) {
    const before = session.claims();
    try {
      const result = await adapter.reauthenticate(request);
      if (attempt !== mine) return;
      if (result?.redirecting) {
        publish({ status: 'redirecting' });
        tell('redirecting', waiters);
        return;
      }
      publish({ status: 'verifying' });
      const token = await withDeadline(session.read());
      if (attempt !== mine) return;
      const { issuedAt } = decodeIdToken(token) ?? {};
      if (issuedAt !== before?.issuedAt) session.learnServerTime(issuedAt);
      settleBy(token, waiters, true);
    } catch (error) {
      // A severed window looks like a closed one: it may have worked all the same.
      await recheck();
      if (attempt === mine) fail(error);
    }
  }

  function fail(cause: unknown) {
    attempt?.abort();
    attempt = undefined;
    const error = ReauthError.is(cause) ? cause : failed(cause)();
    if (prompt !== 'manual' || (error.code !== 'REAUTH_FAILED' && error.code !== 'POPUP_BLOCKED')) {
      refuse(waiters, () => error);
      return;
    }
    publish({ status: 'failed', error });
    tell('failed', waiters, error);
  }

  /** Reads the token anew, and lets go what it satisfies: another tab, or a sign-in that was thought to have failed. */
  async function recheck({ withRenewal = false, newcomers = waiters }: Recheck = {}) {
    try {
      settleBy(await withDeadline(session.read()), newcomers);
      if (withRenewal && waiters.size > 0) settleBy(await renew(true), waiters);
    } catch (cause) {
      if (!attempt) refuse(newcomers, failed(cause));
    }
  }

  function settleBy(token: string | undefined, judged: Iterable<Waiter>, isFinal = false) {
    const claims = decodeIdToken(token);
    // Some libraries sign out in the middle of signing in.
    if (!claims && attempt && !isFinal) return;
    const type = !attempt && prompted ? 'resumed-from-other-tab' : 'succeeded';
    const elapsed = attempt ? clock() - confirmedAt : 0;
    const isOurs = attempt !== undefined;
    const wasReleased = settle({ token, judged, elapsed, isFinal, type });
    if (isOurs && wasReleased && claims) void tabs?.announce(claims);
    if (isFinal && waiters.size > 0) {
      close();
      openPrompt();
    }
  }

  function cancel(reason: CancelReason = 'user') {
    refuse(waiters, cancelled(reason, getState().error));
  }

  function close() {
    attempt?.abort();
    prompted?.abort();
    attempt = prompted = undefined;
    publish({ status: 'idle', error: undefined, elsewhere: false });
  }

  return { handle, ensure: createEnsure(session, handle), confirm, cancel, renew };
}

/** Reported, not thrown: whoever polls `getState` may show it all the same. */
function throwUnseen(): never {
  throw new ConfigurationError(
    'An operation waits for a prompt that nothing shows: render <ReauthDialog>, subscribe, or give createReauthenticator a "prompt"',
  );
}

const unavailable =
  (message: string) =>
  ({ challenge }: Waiter): ReauthError =>
    new ReauthUnavailableError(message, { challenge });

const failed =
  (cause: unknown) =>
  (waiter?: Waiter): ReauthError =>
    new ReauthFailedError('Signing in failed', { challenge: waiter?.challenge, cause });
