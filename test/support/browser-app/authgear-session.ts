import { PromptOption, WebContainer } from '@authgear/web';
import { createAuthgearAdapter } from '../../../src/adapters/authgear/index.js';
import type { PendingActions } from '../../../src/client/index.js';
import type { AppConfig } from './config.js';
import type { AppSession } from './session.js';

export async function openAuthgear(
  config: AppConfig,
  pendingActions: PendingActions,
): Promise<AppSession> {
  const authgear = new WebContainer();
  const redirectURI = `${location.origin}/callback`;
  await authgear.configure({
    clientID: config.clientId,
    endpoint: config.authority,
    sessionType: 'refresh_token',
  });
  const adapter = createAuthgearAdapter({ authgear, redirectURI, pendingActions });
  return {
    adapter,
    signIn: () => authgear.startAuthentication({ redirectURI, prompt: PromptOption.Login }),
    signOut: () => authgear.logout({ force: true, redirectURI }),
    completeRedirect: () => adapter.handleRedirectCallback(),
  };
}
