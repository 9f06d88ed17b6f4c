import { ReauthFailedError, ReauthUnavailableError } from '../../client/index.js';
import type { ReauthRequest } from '../../client/index.js';
import { assertKnownOptions } from '../../protocol/index.js';
import { leavePage } from '../leave-page.js';
import { createRedirects } from '../redirects.js';
import type {
  RedirectingAdapter,
  RedirectOptions,
  RedirectResult,
} from '../redirecting-adapter.js';
import { toReauthError } from '../sdk-error.js';
import { createTokenGate } from '../token-gate.js';
import { untilAborted } from '../until-aborted.js';
import { keepRecord, takeRecord } from './record-store.js';
import { createTokenEvents } from './token-events.js';
import type { WebContainerLike } from './web-container.js';

export interface AuthgearAdapterOptions extends RedirectOptions {
  /** Configured before the adapter is used: `await authgear.configure(…)`. */
  readonly authgear: WebContainerLike;
  /** The page that calls `handleRedirectCallback`. */
  readonly redirectURI: string;
}

/** Always leaves the page: the SDK has no popup. It puts the ID token into the authorization URL, live, and sends no `acr_values`. */
export function createAuthgearAdapter(options: AuthgearAdapterOptions): RedirectingAdapter {
  assertKnownOptions('createAuthgearAdapter', options, [
    'authgear',
    'redirectURI',
    'pendingActions',
    'returnTo',
  ]);
  const { authgear, redirectURI, pendingActions, returnTo } = options;
  const gate = createTokenGate(read);
  const redirects = createRedirects({ pendingActions, returnTo });
  const events = createTokenEvents(authgear);
  let loading: Promise<void> | undefined;

  async function refresh(): Promise<void> {
    await authgear.refreshIDToken();
    events.notify();
  }

  /** After a page was loaded there is a session and no ID token. */
  async function read(): Promise<string | undefined> {
    if (authgear.sessionState !== 'AUTHENTICATED') return undefined;
    if (authgear.getIDTokenHint() === undefined) {
      loading ??= refresh().finally(() => {
        loading = undefined;
      });
      await loading;
    }
    return authgear.getIDTokenHint();
  }

  async function start(request: ReauthRequest): Promise<void> {
    // What it says of `can_reauthenticate` may be out of date, and the SDK goes by it.
    await refresh();
    if (request.remedy !== 'LOGIN' && !authgear.canReauthenticate()) {
      throw new ReauthUnavailableError('This user cannot reauthenticate');
    }
    const record = await redirects.begin(request);
    keepRecord(record, request.remedy);
    const target = { redirectURI, state: record.id };
    request.signal.throwIfAborted();
    // Its `PromptOption.Login`, which is an enum of this text.
    if (request.remedy === 'LOGIN')
      await authgear.startAuthentication({ ...target, prompt: 'login' as never });
    else await authgear.startReauthentication({ ...target, maxAge: 0 });
  }

  async function finish(url: string): Promise<RedirectResult> {
    // The SDK hands `state` back unchecked.
    const kept = takeRecord(new URL(url).searchParams.get('state'));
    if (!kept) throw new ReauthFailedError('This sign-in was not started here');
    if (kept.remedy === 'LOGIN') await authgear.finishAuthentication();
    else await authgear.finishReauthentication();
    await refresh();
    return redirects.end(kept.record, authgear.getIDTokenHint());
  }

  return {
    getIdToken: () => gate.getIdToken(),
    async reauthenticate(request) {
      try {
        return await untilAborted(
          request.signal,
          leavePage(() => start(request)),
        );
      } catch (error) {
        redirects.forget();
        throw toReauthError(error);
      }
    },
    async refreshIdToken() {
      try {
        await refresh();
      } catch (error) {
        throw toReauthError(error);
      }
    },
    onTokenChange: (listener) => events.subscribe(listener),
    /** The SDK itself reads the page's own address: `url` must be that. */
    async handleRedirectCallback(url = window.location.href) {
      try {
        return await gate.during(undefined, finish(url));
      } catch (error) {
        throw toReauthError(error);
      }
    },
  };
}
