import { ErrorResponse, OidcClient, WebStorageStateStore } from 'oidc-client-ts';
import type { PageConfig } from '../config.js';
import { createStore } from '../store.js';
import type { Readable } from '../store.js';
import { openSignInChannel } from './sign-in-channel.js';
import type { SignInMessage } from './sign-in-channel.js';
import { openSignInWindow } from './sign-in-window.js';

export interface SignInQuestion {
  /** As if so many seconds ago; only the development provider knows how. */
  readonly age: number;
  /** Who is proposed. */
  readonly loginHint: string | undefined;
}

export interface SignIn {
  /** Opens a window with the provider's sign-in page. To be called while a click is handled. */
  readonly start: (question: SignInQuestion) => Promise<void>;
  /** What the user should know of it; empty when there is nothing. */
  readonly message: Readable<string>;
}

const WAITING = 'Go on in the window that has opened.';

/**
 * Signs in beside the IDE, in a window, so that nothing in Altair is lost. What the provider answers comes over a
 * channel, and so arrives whether or not its pages cut the window off, and even after the IDE was reloaded.
 */
export function createSignIn(config: PageConfig, onToken: (token: string) => void): SignIn {
  // Apart from the demo page's, and of this tab alone.
  const stateStore = new WebStorageStateStore({
    prefix: 'graphql-recent-auth:ide:',
    store: sessionStorage,
  });
  const client = new OidcClient({
    authority: config.authority,
    client_id: config.clientId,
    redirect_uri: `${location.origin}/ide`,
    scope: 'openid profile email',
    stateStore,
  });
  const message = createStore('');
  const channel = openSignInChannel();

  channel.onmessage = ({ data }: MessageEvent<SignInMessage>) => {
    if ('returnedTo' in data) void finish(data.returnedTo);
  };

  async function finish(url: string): Promise<void> {
    const state = new URL(url).searchParams.get('state') ?? '';
    // Another tab's.
    if ((await stateStore.get(state)) === null) return;
    channel.postMessage({ taken: state } satisfies SignInMessage);
    try {
      const { id_token: token } = await client.processSigninResponse(url);
      if (token === undefined) throw new TypeError('no ID token');
      message.set('');
      onToken(token);
    } catch (error) {
      message.set(explain(error));
    }
  }

  return {
    message,
    async start({ age, loginHint }) {
      const opened = openSignInWindow();
      if (!opened) {
        message.set('The browser blocked the sign-in window. Allow pop-ups here, then try again.');
        return;
      }
      message.set(WAITING);
      opened.onClose(() => {
        if (message.get() === WAITING) message.set('');
      });
      try {
        const { url } = await client.createSigninRequest({
          prompt: 'login',
          ...(loginHint !== undefined && { login_hint: loginHint }),
          // Another issuer says when the user signed in only if it is asked for that.
          ...(config.developmentProvider
            ? { extraQueryParams: { sign_in_age: age } }
            : { max_age: 0 }),
        });
        opened.show(url);
      } catch (error) {
        opened.close();
        message.set(explain(error));
      }
    },
  };
}

function explain(error: unknown): string {
  return error instanceof ErrorResponse
    ? `The provider refused to sign you in: ${error.error ?? 'no reason given'}.`
    : 'The provider could not be reached. Please try again.';
}
