import type {
  RedirectingAdapter,
  RedirectResult,
} from '../../../src/adapters/oidc-client-ts/index.js';
import type { PendingActions } from '../../../src/client/index.js';
import type { AppConfig } from './config.js';

/** What the page asks of an SDK, and of the adapter around it. */
export interface AppSession {
  readonly adapter: RedirectingAdapter;
  /** Leaves the page for the provider's. */
  signIn(): Promise<void>;
  /** Forgets the tokens of this page. */
  signOut(): Promise<void>;
  /** Finishes what the provider's redirect to `/callback` brought. */
  completeRedirect(): Promise<RedirectResult>;
}

/** Only the SDK that is asked for is loaded: three take a while. */
export async function openSession(
  config: AppConfig,
  pendingActions: PendingActions,
): Promise<AppSession> {
  switch (config.sdk) {
    case 'oidc-client-ts':
      return (await import('./oidc-client-ts-session.js')).openOidcClientTs(config, pendingActions);
    case 'auth0-spa-js':
      return (await import('./auth0-session.js')).openAuth0(config, pendingActions);
    case 'authgear':
      return (await import('./authgear-session.js')).openAuthgear(config, pendingActions);
  }
}
