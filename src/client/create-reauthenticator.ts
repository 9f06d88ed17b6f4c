import { ReauthFailedError } from './errors.js';
import { readOptions } from './options.js';
import type { PromptCycle } from './prompt-cycle.js';
import type { Reauthenticator, ReauthenticatorOptions } from './reauthenticator.js';
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
    const claims = session.claims();
    const expired = claims !== undefined && claims.expiresAt <= session.now();
    return expired && adapter.refreshIdToken ? ((await session.renew()) ?? token) : token;
  }

  const handle: Reauthenticator['handle'] = async (challenge, operation) => {
    const cycle = await start();
    return cycle.handle(challenge, operation);
  };

  return {
    getState: store.getState,
    subscribe(listener) {
      start().catch(() => undefined);
      session.read().catch(() => undefined);
      return store.subscribe(listener);
    },
    getIdToken,
    refreshIdToken: session.renew,
    async ensure(demand) {
      const { ensure } = await start();
      await ensure(demand, await getIdToken());
    },
    handle,
    withReauth:
      (run, operation) =>
      async (...args) => {
        const { withReauth } = await import('./with-reauth.js');
        return withReauth(
          { getIdToken, handle, refreshIdToken: session.renew },
          run,
          operation,
        )(...args);
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
