import type {
  RedirectingAdapter,
  RedirectResult,
} from '../../../src/adapters/oidc-client-ts/index.js';
import type { PendingActions } from '../../../src/client/index.js';
import { openAuth0 } from './auth0-session.js';
import { openAuthgear } from './authgear-session.js';
import type { AppConfig } from './config.js';
import { openOidcClientTs } from './oidc-client-ts-session.js';

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

export async function openSession(
  config: AppConfig,
  pendingActions: PendingActions,
): Promise<AppSession> {
  switch (config.sdk) {
    case 'oidc-client-ts':
      return openOidcClientTs(config, pendingActions);
    case 'auth0-spa-js':
      return openAuth0(config, pendingActions);
    case 'authgear':
      return openAuthgear(config, pendingActions);
  }
}
