import { ReauthFailedError } from './errors.js';
import { decodeIdToken } from './id-token.js';
import { readOptions } from './options.js';
import type { PromptCycle } from './prompt-cycle.js';
import type { Reauthenticator, ReauthenticatorOptions } from './reauthenticator.js';
import type { Renew } from './renewal.js';
import { createStateStore } from './state-store.js';
import { createUserSession } from './user-session.js';

/**
 * One for the application, made outside of any component. It does nothing until it is used: no window, no request, no channel.
 * What prompts is loaded apart, after the first use, so that it costs nothing at the start.
 * @throws {ConfigurationError} where an option is wrong
 */
export function createReauthenticator(options: ReauthenticatorOptions): Reauthenticator {
  const settings = readOptions(options);
  const { adapter, clock, clockTolerance } = settings;
  const store = createStateStore(() => session);
  const session = createUserSession(adapter, clock, clockTolerance, store.publish);
  let cycle: PromptCycle | undefined;
  let loading: Promise<PromptCycle> | undefined;

  /** On first use, not on creation: nothing happens where a page is rendered on a server. */
  function start(): Promise<PromptCycle> {
    return (loading ??= load());
  }

  async function load() {
    try {
      const { createPromptCycle } = await import('./prompt-cycle.js');
      return (cycle = createPromptCycle({ ...settings, session, store }));
    } catch (cause) {
      loading = undefined;
      throw new ReauthFailedError('The prompt could not be loaded', { cause });
    }
  }

  async function getIdToken() {
    start().catch(() => undefined);
    const token = await session.read();
    const { expiresAt = NaN } = decodeIdToken(token) ?? {};
    const expired = expiresAt <= session.now();
    return expired && adapter.refreshIdToken ? ((await renew(false)) ?? token) : token;
  }

  const renew: Renew = (isUrgent, refused) =>
    start().then(
      ({ renew }) => renew(isUrgent, refused),
      () => undefined,
    );
  const refreshIdToken = (refused?: string) => renew(true, refused);

  const handle: Reauthenticator['handle'] = async (challenge, operation) => {
    // Whose it is does not depend on how long the prompt takes to load.
    const current = session.token();
    const cycle = await start();
    return cycle.handle(challenge, operation, current);
  };

  return {
    getState: store.getState,
    subscribe(listener) {
      start().catch(() => undefined);
      session.read().catch(() => undefined);
      return store.subscribe(listener);
    },
    getIdToken,
    refreshIdToken,
    async ensure(demand) {
      const before = session.token();
      const { ensure } = await start();
      const idToken = await getIdToken();
      await ensure(demand, before ?? idToken);
    },
    handle,
    withReauth:
      (run, operation) =>
      async (...args) => {
        const { withReauth } = await import('./with-reauth.js');
        return withReauth({ getIdToken, handle, refreshIdToken }, run, operation)(...args);
      },
    confirm: () => cycle?.confirm(),
    cancel: (reason) => cycle?.cancel(reason),
    reset() {
      session.forget();
      cycle?.cancel('logout');
    },
    isFresh: ({ maxAge }) => session.isFresh(maxAge),
    secondsLeft({ maxAge }) {
      const authTime = session.claims()?.authTime;
      if (authTime === undefined) return undefined;
      return session.isFresh(maxAge) ? authTime + maxAge - session.now() : 0;
    },
  };
}
