import { UserManager } from 'oidc-client-ts';
import type { UserManagerSettings } from 'oidc-client-ts';
import type { ReauthRequest } from '../../src/client/index.js';
import type { DevelopmentProvider } from '../../src/provider/index.js';
import { ALICE, APP_ORIGIN, createVisitor } from './development-provider.js';

export const ACCOUNT_PAGE = `${APP_ORIGIN}/account?tab=2#close`;
export const CALLBACK = `${APP_ORIGIN}/callback`;
export const POPUP_CALLBACK = `${APP_ORIGIN}/popup.html`;

/** The user closes their account, and signs in with this token for it. */
export function requestFor(
  idToken: string | undefined,
  changes: Partial<ReauthRequest> = {},
): ReauthRequest {
  return {
    maxAge: 300,
    acrValues: [],
    remedy: 'REAUTHENTICATE',
    subject: 'alice',
    idToken,
    signal: new AbortController().signal,
    operations: [
      {
        operationName: 'CloseAccount',
        description: 'Close account',
        variables: { id: '1', reason: 'secret' },
      },
    ],
    ...changes,
  };
}

/** Somebody in a browser of their own opens the address, signs in, and is sent to the one that this resolves with. */
export async function signInAt(
  provider: DevelopmentProvider,
  url: string,
  fields: Readonly<Record<string, string>> = ALICE,
): Promise<URL> {
  const visitor = createVisitor(provider);
  const { agent } = visitor;
  const asked = await agent.visit(url);
  // Through whatever stands in front of the provider.
  await agent.follow(asked.location ? await agent.visit(asked.location) : asked);
  const { location, text } = await visitor.fillIn(fields);
  if (!location) throw new Error(`Not signed in: ${text}`);
  return location;
}

export function createUserManager(
  provider: DevelopmentProvider,
  settings: Partial<UserManagerSettings> = {},
): UserManager {
  return new UserManager({
    authority: provider.issuer,
    client_id: provider.clientId,
    redirect_uri: CALLBACK,
    popup_redirect_uri: POPUP_CALLBACK,
    scope: 'openid profile email offline_access',
    automaticSilentRenew: false,
    ...settings,
  });
}

/** All that lies in them, to search for what must not. */
export function allText(...storages: readonly Storage[]): string {
  return storages
    .flatMap((storage) =>
      Array.from({ length: storage.length }, (_, index) => {
        const key = storage.key(index) ?? '';
        return `${key}=${storage.getItem(key) ?? ''}`;
      }),
    )
    .join('\n');
}
