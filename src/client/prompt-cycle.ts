import type { ReauthChallenge } from '../protocol/index.js';
import type { ReauthAdapter } from './adapter.js';
import { openCrossTab } from './cross-tab.js';
import {
  ReauthCancelledError,
  ReauthError,
  ReauthFailedError,
  ReauthUnavailableError,
} from './errors.js';
import type { CancelReason, ReauthErrorCode } from './errors.js';
import { decodeIdToken } from './id-token.js';
import type { ReauthenticatorSettings } from './options.js';
import type {
  HandleOptions,
  PromptFunction,
  Reauthenticator,
  ReauthEventType,
} from './reauthenticator.js';
import type { StateStore } from './state-store.js';
import type { UserSession } from './user-session.js';
import { judge, stillStale } from './waiter.js';
import type { Waiter } from './waiter.js';

/** What the cycle shares with the part of the reauthenticator that is there from the start. */
export interface PromptCycleParts extends ReauthenticatorSettings {
  readonly session: UserSession;
  readonly store: StateStore;
  /** Every operation that is held. */
  readonly waiters: Set<Waiter>;
}

export type PromptCycle = Pick<Reauthenticator, 'handle' | 'confirm' | 'cancel'>;

const EVENTS: Readonly<Record<ReauthErrorCode, ReauthEventType>> = {
  REAUTH_CANCELLED: 'cancelled',
  REAUTH_UNAVAILABLE: 'unavailable',
  REAUTH_FAILED: 'failed',
  POPUP_BLOCKED: 'failed',
  USER_MISMATCH: 'user-mismatch',
  STILL_STALE: 'still-stale',
};

/**
 * idle → prompting → authenticating → verifying → idle, with `failed` and `redirecting` on the way. However many
 * operations wait, there is one prompt; when the user has signed in, each is judged for itself.
 */
export function createPromptCycle(parts: PromptCycleParts): PromptCycle {
  const { adapter, prompt, crossTab, clock, session, waiters } = parts;
  const { getState, publish, tell } = parts.store;
  const channel = crossTab === true ? 'graphql-recent-auth' : crossTab;
  const tabs =
    channel === false ? undefined : openCrossTab(channel, session.claims, () => void recheck(true));
  /** Aborts when the prompt goes away. */
  let prompted: AbortController | undefined;
  /** Aborts when this attempt at signing in is over. */
  let attempt: AbortController | undefined;
  let confirmedAt = 0;
  let prompts: readonly number[] = [];

  adapter.onTokenChange?.(() => void recheck());
  // Back out of the back-forward cache: the page is not being left any more.
  (globalThis as Partial<typeof globalThis>).addEventListener?.('pageshow', () => {
    if (getState().status === 'redirecting') cancel();
  });

  function handle(challenge: ReauthChallenge, options: HandleOptions = {}): Promise<string> {
    const { operationName, description, variables, signal, idToken } = options;
    session.learnServerTime(challenge.serverTime);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        refuse([waiter], cancelled('signal'));
      };
      const waiter: Waiter = {
        challenge,
        operation: { operationName, description, variables },
        user: decodeIdToken(idToken),
        covered: false,
        release(token) {
          signal?.removeEventListener('abort', onAbort);
          resolve(token);
        },
        refuse(error) {
          signal?.removeEventListener('abort', onAbort);
          reject(error);
        },
      };
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
    });
  }

  /** No prompt where a sign-in has come meanwhile. */
  async function admit(waiter: Waiter) {
    await recheck();
    if (!waiters.has(waiter)) return;
    if (getState().status === 'idle') openPrompt();
    else publish();
  }

  function openPrompt() {
    const now = clock();
    prompts = prompts.filter((time) => time <= now && now - time < 60);
    if (prompts.length >= parts.promptsPerMinute) {
      refuse([...waiters], unavailable('Asked too often within a minute'));
      return;
    }
    prompts = [...prompts, now];
    const { signal } = (prompted = new AbortController());
    const milliseconds = Math.min(parts.promptTimeout * 1000, 2 ** 31 - 1);
    const timer = setTimeout(cancel, milliseconds, 'timeout');
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
    publish({ status: 'prompting', error: undefined });
    tell('prompted', [...waiters]);
    const turn = takeTurn(signal);
    if (prompt !== 'manual') void ask(prompt, turn, signal);
  }

  async function takeTurn(signal: AbortSignal) {
    const [first] = waiters;
    if (!tabs || !first?.user) return;
    await tabs.takeTurn(first.user, signal, () => {
      publish({ elsewhere: true });
    });
    if (signal.aborted || !getState().elsewhere) return;
    publish({ elsewhere: false });
    await recheck(true);
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
      if (!signal.aborted) refuse([...waiters], failed(cause));
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
    const user = held[0]?.user;
    publish({ status: 'authenticating', error: undefined });
    tell('confirmed', held);
    void authenticate(mine, {
      maxAge: challenge.maxAge,
      acrValues: challenge.acrValues,
      remedy: challenge.remedy === 'LOGIN' ? 'LOGIN' : 'REAUTHENTICATE',
      subject: user?.subject,
      idToken: session.token(),
      signal: mine.signal,
      operations: held.map(({ operation }) => operation),
    });
  }

  async function authenticate(
    mine: AbortController,
    request: Parameters<ReauthAdapter['reauthenticate']>[0],
  ) {
    const before = session.claims();
    try {
      const result = await adapter.reauthenticate(request);
      if (attempt !== mine) return;
      if (result?.redirecting) {
        publish({ status: 'redirecting' });
        tell('redirecting', [...waiters]);
        return;
      }
      publish({ status: 'verifying' });
      const token = await session.read();
      if (attempt !== mine) return;
      const claims = session.claims();
      if (claims && claims.issuedAt !== before?.issuedAt) session.learnServerTime(claims.issuedAt);
      settle(token, true);
    } catch (error) {
      // A severed window looks like a closed one: it may have worked all the same.
      await recheck();
      if (attempt === mine) fail(error);
    }
  }

  function fail(error: unknown) {
    attempt?.abort();
    attempt = undefined;
    const code = ReauthError.is(error) ? error.code : 'REAUTH_FAILED';
    const ours = ReauthError.is(error) ? error : failed(error)();
    if (prompt !== 'manual' || EVENTS[code] !== 'failed') {
      refuse([...waiters], () => ours);
      return;
    }
    publish({ status: 'failed', error: ours });
    tell('failed', [...waiters], ours);
  }
  /** Reads the token anew, and lets go what it satisfies: another tab, or a sign-in that was thought to have failed. */
  async function recheck(renew = false) {
    try {
      settle(await session.read());
      if (renew && waiters.size > 0) settle(await session.renew());
    } catch (cause) {
      if (!attempt) refuse([...waiters], failed(cause));
    }
  }

  /** Judges everything that waits by the token of now; `final` where the sign-in it waited for is over. */
  function settle(token: string | undefined, final = false) {
    const claims = session.claims();
    // Some libraries sign out in the middle of signing in.
    if (!claims && attempt && !final) return;
    const released: Waiter[] = [];
    for (const waiter of [...waiters]) {
      waiter.user ??= claims;
      const verdict = judge(waiter, {
        claims,
        age: session.now() - Number(claims?.authTime),
        allowance: (attempt ? clock() - confirmedAt : 0) + parts.clockTolerance,
      });
      if (typeof verdict === 'object') refuse([waiter], () => verdict);
      else if (verdict) released.push(waiter);
      else if (final && waiter.covered) refuse([waiter], () => stillStale(waiter, claims));
    }
    release(released, token);
    if (final && waiters.size > 0) {
      close();
      openPrompt();
    }
  }

  function release(released: readonly Waiter[], token: string | undefined) {
    if (released.length === 0) return;
    const user = session.claims();
    const resumed = !attempt && prompted !== undefined;
    if (attempt && user) void tabs?.announce(user);
    remove(released);
    tell(resumed ? 'resumed-from-other-tab' : 'succeeded', released);
    for (const waiter of released) {
      // Whoever listens may have signed out just now.
      if (token === undefined || session.isForgotten(token))
        waiter.refuse(cancelled('logout')(waiter));
      else waiter.release(token);
    }
  }

  function refuse(refused: readonly Waiter[], errorOf: (waiter: Waiter) => ReauthError) {
    remove(refused);
    for (const waiter of refused) {
      const error = errorOf(waiter);
      tell(EVENTS[error.code], [waiter], error);
      waiter.refuse(error);
    }
  }

  function remove(settled: readonly Waiter[]) {
    for (const waiter of settled) waiters.delete(waiter);
    if (waiters.size > 0 || getState().status === 'idle') publish();
    else close();
  }

  function close() {
    attempt?.abort();
    prompted?.abort();
    attempt = prompted = undefined;
    publish({ status: 'idle', error: undefined, elsewhere: false });
  }

  function cancel(reason: CancelReason = 'user') {
    refuse([...waiters], cancelled(reason, getState().error));
  }

  return { handle, confirm, cancel };
}

const cancelled =
  (reason: CancelReason, cause?: ReauthError) =>
  ({ challenge }: Waiter): ReauthError =>
    new ReauthCancelledError(reason, { challenge, cause });

const unavailable =
  (message: string) =>
  ({ challenge }: Waiter): ReauthError =>
    new ReauthUnavailableError(message, { challenge });

const failed =
  (cause: unknown) =>
  (waiter?: Waiter): ReauthError =>
    new ReauthFailedError('Signing in failed', { challenge: waiter?.challenge, cause });
