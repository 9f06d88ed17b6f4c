import type { UserManagerSettings } from 'oidc-client-ts';
import { describe, expect, it } from 'vitest';
import { createOidcClientTsAdapter } from '../../src/adapters/oidc-client-ts/index.js';
import type { OidcClientTsAdapterOptions } from '../../src/adapters/oidc-client-ts/index.js';
import { createPendingActions, decodeIdToken } from '../../src/client/index.js';
import {
  ACCOUNT_PAGE,
  allText,
  CALLBACK,
  createUserManager,
  POPUP_CALLBACK,
  requestFor,
  signInAt,
} from '../support/adapter-kit.js';
import { APP_ORIGIN, BOB, NOW, setClock, startProvider } from '../support/development-provider.js';
import { openPage } from '../support/page.js';
import type { Popup } from '../support/page.js';

type Options = Partial<OidcClientTsAdapterOptions>;

/** Alice signed in ten minutes ago. */
async function setUp(options: Options = {}, settings: Partial<UserManagerSettings> = {}) {
  const provider = await startProvider();
  const page = openPage(ACCOUNT_PAGE);
  const userManager = createUserManager(provider, settings);
  void userManager.signinRedirect();
  await expect.poll(() => page.visits.length).toBe(1);
  await userManager.signinRedirectCallback((await signInAt(provider, visitOf(page.visits))).href);
  page.visits.length = 0;
  const pendingActions = createPendingActions({ resumable: ['CloseAccount'] });
  const adapter = createOidcClientTsAdapter({ userManager, pendingActions, ...options });
  const idToken = String(await adapter.getIdToken());
  setClock(NOW + 600);

  const answer = (callback: URL) =>
    page.window.dispatchEvent(
      new MessageEvent('message', {
        origin: APP_ORIGIN,
        data: { source: 'oidc-client', url: callback.href, keepOpen: false },
      }),
    );
  return { provider, page, userManager, adapter, idToken, answer };
}

function visitOf(visits: readonly string[]): string {
  return visits[0] ?? '';
}

function popupOf({ popups }: { readonly popups: readonly Popup[] }): Popup {
  const popup = popups.at(-1);
  if (!popup) throw new Error('No popup');
  return popup;
}

async function authTimeOf(adapter: ReturnType<typeof createOidcClientTsAdapter>) {
  return decodeIdToken(await adapter.getIdToken())?.authTime;
}

describe('in a popup', () => {
  it('opens it at once, asks for a new sign-in, and has the new token', async () => {
    const { provider, page, adapter, idToken, answer } = await setUp();
    const done = adapter.reauthenticate(requestFor(idToken, { acrValues: ['pwd', 'mfa'] }));
    expect(page.popups).toHaveLength(1);
    const url = new URL(await popupOf(page).visited);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      acr_values: 'pwd mfa',
      client_id: provider.clientId,
      code_challenge: expect.any(String) as string,
      code_challenge_method: 'S256',
      display: 'popup',
      id_token_hint: idToken,
      login_hint: 'alice',
      max_age: '0',
      prompt: 'login',
      redirect_uri: POPUP_CALLBACK,
      response_type: 'code',
      scope: 'openid profile email offline_access',
      state: expect.any(String) as string,
    });
    answer(await signInAt(provider, url.href));
    expect(await done).toBeUndefined();
    expect(await authTimeOf(adapter)).toBe(NOW + 600);
    expect(popupOf(page).closed).toBe(true);
    expect(page.popups).toHaveLength(1);
  });

  it('comes back from a provider that cuts the window off', async () => {
    // Node's BroadcastChannel, unlike a browser's, does not say where a message is from.
    const settings = { iframeScriptOrigin: '' };
    const { provider, page, adapter, idToken } = await setUp({}, settings);
    const done = adapter.reauthenticate(requestFor(idToken));
    const url = await popupOf(page).visited;
    popupOf(page).sever();
    const callback = await signInAt(provider, url);
    await createUserManager(provider).signinPopupCallback(callback.href);
    await done;
    expect(await authTimeOf(adapter)).toBe(NOW + 600);
  });

  it('says so where the browser blocks it, and asks the SDK for nothing', async () => {
    const { page, adapter, idToken } = await setUp();
    page.blockPopups();
    await expect(adapter.reauthenticate(requestFor(idToken))).rejects.toMatchObject({
      code: 'POPUP_BLOCKED',
    });
    expect(page.localStorage.length).toBe(0);
  });

  it('refuses somebody else, whose token nobody gets to see, and is as it was before', async () => {
    const { provider, page, userManager, adapter, idToken, answer } = await setUp();
    const seen: Promise<unknown>[] = [];
    adapter.onTokenChange?.(() => seen.push(Promise.resolve(adapter.getIdToken())));
    const done = adapter.reauthenticate(requestFor(idToken, { remedy: 'LOGIN' }));
    const refused = expect(done).rejects.toMatchObject({ code: 'USER_MISMATCH' });
    answer(await signInAt(provider, await popupOf(page).visited, BOB));
    await refused;
    expect(await Promise.all(seen)).toEqual([idToken, idToken]);
    expect((await userManager.getUser())?.profile.sub).toBe('alice');
  });

  it('closes it when the user gives up, and settles at once', async () => {
    const { page, adapter, idToken } = await setUp();
    const attempt = new AbortController();
    const done = adapter.reauthenticate(requestFor(idToken, { signal: attempt.signal }));
    attempt.abort();
    await expect(done).rejects.toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'signal' });
    await expect.poll(() => popupOf(page).closed).toBe(true);
    expect(await adapter.getIdToken()).toBe(idToken);
  });

  it('ends also for the SDK where the user gives up before it has sent the window anywhere', async () => {
    const { provider, page, userManager, adapter, idToken } = await setUp();
    const attempt = new AbortController();
    const done = adapter.reauthenticate(requestFor(idToken, { signal: attempt.signal }));
    expect(popupOf(page).visits).toEqual([]);
    attempt.abort();
    await expect(done).rejects.toMatchObject({ code: 'REAUTH_CANCELLED' });
    await popupOf(page).visited;
    // Somebody else's token waits for nothing any more.
    const bob = createUserManager(provider);
    void bob.signinRedirect();
    await expect.poll(() => page.visits.length).toBe(1);
    await bob.signinRedirectCallback((await signInAt(provider, visitOf(page.visits), BOB)).href);
    await userManager.getUser(true);
    expect(decodeIdToken(await adapter.getIdToken())?.subject).toBe('bob');
  });

  it('is closed where the user gave up before', async () => {
    const { page, adapter, idToken } = await setUp();
    const request = requestFor(idToken, { signal: AbortSignal.abort() });
    await expect(adapter.reauthenticate(request)).rejects.toMatchObject({
      code: 'REAUTH_CANCELLED',
    });
    await expect.poll(() => popupOf(page).closed).toBe(true);
  });

  it('does not sign in again who signed out while the answer was on its way', async () => {
    const { provider, page, userManager, adapter, idToken, answer } = await setUp();
    const done = adapter.reauthenticate(requestFor(idToken));
    const ended = expect(done).rejects.toMatchObject({
      code: 'REAUTH_CANCELLED',
      reason: 'logout',
    });
    answer(await signInAt(provider, await popupOf(page).visited));
    await userManager.removeUser();
    await ended;
    expect(await adapter.getIdToken()).toBeUndefined();
  });

  it.each([
    { what: 'the user', key: 'oidc.user' },
    { what: 'everything', key: null },
  ])('ends where another tab removes $what, and signs nobody in', async ({ key }) => {
    const { provider, page, adapter, idToken, answer } = await setUp();
    const user = `oidc.user:${provider.issuer}:${provider.clientId}`;
    const done = adapter.reauthenticate(requestFor(idToken));
    const ended = expect(done).rejects.toMatchObject({
      code: 'REAUTH_CANCELLED',
      reason: 'logout',
    });
    const address = await popupOf(page).visited;
    page.sessionStorage.removeItem(user);
    const removal = { key: key && user, newValue: null };
    page.window.dispatchEvent(Object.assign(new Event('storage'), removal));
    await ended;
    expect(popupOf(page).closed).toBe(true);
    answer(await signInAt(provider, address));
    expect(await adapter.getIdToken()).toBeUndefined();
  });

  it('goes on where another tab renews the token', async () => {
    const { provider, page, adapter, idToken, answer } = await setUp();
    const done = adapter.reauthenticate(requestFor(idToken));
    const address = await popupOf(page).visited;
    const key = `oidc.user:${provider.issuer}:${provider.clientId}`;
    page.window.dispatchEvent(Object.assign(new Event('storage'), { key, newValue: '{}' }));
    const theme = { key: 'theme', newValue: null };
    page.window.dispatchEvent(Object.assign(new Event('storage'), theme));
    answer(await signInAt(provider, address));
    await done;
    expect(await authTimeOf(adapter)).toBe(NOW + 600);
  });

  it('opens another where the user asks for it again, and takes the answer of that', async () => {
    const { provider, page, adapter, idToken, answer } = await setUp();
    const first = new AbortController();
    const given = adapter.reauthenticate(requestFor(idToken, { signal: first.signal }));
    const lost = expect(given).rejects.toMatchObject({ code: 'REAUTH_CANCELLED' });
    await popupOf(page).visited;
    first.abort();
    const done = adapter.reauthenticate(requestFor(idToken));
    expect(new Set(page.popups.map(({ name }) => name)).size).toBe(2);
    answer(await signInAt(provider, await popupOf(page).visited));
    await lost;
    await done;
    expect(await authTimeOf(adapter)).toBe(NOW + 600);
  });

  it('hands on what the provider says, without what the SDK attached', async () => {
    const { page, adapter, idToken, answer } = await setUp();
    const done = adapter.reauthenticate(requestFor(idToken));
    const state = new URL(await popupOf(page).visited).searchParams.get('state') ?? '';
    answer(new URL(`${POPUP_CALLBACK}?error=access_denied&error_description=No&state=${state}`));
    const error: unknown = await Promise.resolve(done).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'REAUTH_FAILED',
      cause: { name: 'ErrorResponse', message: 'access_denied No' },
    });
    expect(Object.keys((error as { cause: object }).cause)).toEqual(['name']);
    expect(popupOf(page).closed).toBe(true);
  });

  it('is not opened where nobody is signed in', async () => {
    const { page, adapter } = await setUp();
    await expect(adapter.reauthenticate(requestFor(undefined))).rejects.toMatchObject({
      code: 'REAUTH_UNAVAILABLE',
    });
    expect(page.popups).toEqual([]);
  });

  it.each<{ when: string; age: number; options?: Options; remedy?: 'LOGIN'; sent: boolean }>([
    { when: 'while it is live', age: 300, sent: false },
    { when: 'when it has just expired', age: 360, sent: false },
    { when: 'when it has expired for a minute', age: 361, sent: true },
    { when: 'for an ordinary sign-in', age: 361, remedy: 'LOGIN', sent: false },
    { when: "with 'never'", age: 361, options: { idTokenHint: 'never' }, sent: false },
    { when: "with 'always'", age: 0, options: { idTokenHint: 'always' }, sent: true },
  ])('sends the ID token as a hint $when: $sent', async ({ age, options, remedy, sent }) => {
    const { page, adapter, idToken } = await setUp(options, { extraQueryParams: { hd: 'corp' } });
    setClock(NOW + age);
    const attempt = new AbortController();
    const changes = { signal: attempt.signal, ...(remedy && { remedy }) };
    const done = adapter.reauthenticate(requestFor(idToken, changes));
    const { searchParams } = new URL(await popupOf(page).visited);
    attempt.abort();
    await expect(done).rejects.toMatchObject({ code: 'REAUTH_CANCELLED' });
    expect(searchParams.get('id_token_hint')).toBe(sent ? idToken : null);
    expect(searchParams.get('hd')).toBe('corp');
  });
});

describe('by redirect', () => {
  async function leave(options: Options = {}) {
    const parts = await setUp({ mode: 'redirect', ...options });
    const { page, adapter, idToken } = parts;
    const result = await adapter.reauthenticate(requestFor(idToken));
    return { ...parts, result, url: visitOf(page.visits) };
  }

  it('comes back to where the user was, with what waited', async () => {
    const { provider, page, adapter, result, url, idToken } = await leave();
    expect(result).toEqual({ redirecting: true });
    expect(new URL(url).searchParams.get('redirect_uri')).toBe(CALLBACK);
    page.goTo((await signInAt(provider, url)).href);
    expect(await adapter.handleRedirectCallback()).toEqual({
      reauthenticated: true,
      returnTo: '/account?tab=2#close',
      pendingAction: {
        operationName: 'CloseAccount',
        description: 'Close account',
        variables: { id: '1', reason: 'secret' },
        createdAt: NOW + 600,
        returnTo: '/account?tab=2#close',
      },
      appState: undefined,
    });
    expect(await adapter.getIdToken()).not.toBe(idToken);
    expect(page.sessionStorage.getItem('graphql-recent-auth.pending-action')).toBeNull();
  });

  it('keeps neither a token nor a user name for it', async () => {
    const { page, idToken } = await leave();
    // The SDK keeps the signed-in user in a place of its own.
    const ours = allText(page.sessionStorage, page.localStorage).replace(/^oidc\.user:.*$/m, '');
    expect(ours).not.toContain(idToken);
    expect(ours).not.toContain('alice');
    expect(ours).toContain('CloseAccount');
  });

  it('gives one answer however often it is asked', async () => {
    const { provider, adapter, url } = await leave();
    const callback = (await signInAt(provider, url)).href;
    const results = [
      adapter.handleRedirectCallback(callback),
      adapter.handleRedirectCallback(callback),
    ] as const;
    expect(await results[0]).toBe(await results[1]);
  });

  it('refuses somebody else, whose token nobody gets to see, and forgets what waited', async () => {
    const { provider, page, adapter, idToken } = await leave();
    // Without the hint, at which the provider would have stopped them.
    const url = new URL(visitOf(page.visits));
    url.searchParams.delete('id_token_hint');
    const callback = await signInAt(provider, url.href, BOB);
    const seen: Promise<unknown>[] = [];
    adapter.onTokenChange?.(() => seen.push(Promise.resolve(adapter.getIdToken())));
    await expect(adapter.handleRedirectCallback(callback.href)).rejects.toMatchObject({
      code: 'USER_MISMATCH',
    });
    expect(await Promise.all(seen)).toEqual([idToken, idToken]);
    expect(allText(page.sessionStorage)).not.toContain('CloseAccount');
  });

  it('is not content with a sign-in that is no newer', async () => {
    const { provider, adapter, url } = await leave();
    setClock(NOW);
    const callback = await signInAt(provider, url);
    await expect(adapter.handleRedirectCallback(callback.href)).rejects.toMatchObject({
      code: 'STILL_STALE',
    });
  });

  it("leaves the application's own sign-ins to it", async () => {
    const { provider, page, userManager, adapter } = await setUp({ mode: 'redirect' });
    void userManager.signinRedirect({ state: { from: '/shop' } });
    await expect.poll(() => page.visits.length).toBe(1);
    const callback = await signInAt(provider, visitOf(page.visits));
    expect(await adapter.handleRedirectCallback(callback.href)).toEqual({
      reauthenticated: false,
      returnTo: '/',
      pendingAction: undefined,
      appState: { from: '/shop' },
    });
  });

  it('says so where the provider cannot be reached', async () => {
    const { provider, page, idToken } = await setUp();
    await provider.close();
    const userManager = createUserManager(provider);
    const pendingActions = createPendingActions({ resumable: ['CloseAccount'] });
    const adapter = createOidcClientTsAdapter({ userManager, pendingActions, mode: 'redirect' });
    await expect(adapter.reauthenticate(requestFor(idToken))).rejects.toMatchObject({
      code: 'REAUTH_FAILED',
      cause: { name: 'TypeError', message: 'fetch failed' },
    });
    expect(allText(page.sessionStorage)).not.toContain('CloseAccount');
  });

  it.each([
    { what: 'of a state that nobody sent', query: '?code=1&state=2' },
    { what: 'without anything', query: '' },
  ])('refuses an answer $what', async ({ query }) => {
    const { adapter } = await setUp({ mode: 'redirect' });
    await expect(adapter.handleRedirectCallback(CALLBACK + query)).rejects.toMatchObject({
      code: 'REAUTH_FAILED',
    });
  });

  it.each([
    { where: '//evil.example.com', back: '/' },
    { where: '/shop', back: '/shop' },
  ])('goes back to $back where it is told $where', async ({ where, back }) => {
    const { provider, adapter, url } = await leave({ returnTo: () => where });
    const { href } = await signInAt(provider, url);
    expect(await adapter.handleRedirectCallback(href)).toMatchObject({ returnTo: back });
  });

  it('does not leave where the user gave up before', async () => {
    const { page, adapter, idToken } = await setUp({ mode: 'redirect' });
    const request = requestFor(idToken, { signal: AbortSignal.abort() });
    await expect(adapter.reauthenticate(request)).rejects.toMatchObject({
      code: 'REAUTH_CANCELLED',
    });
    expect(page.visits).toEqual([]);
    expect(allText(page.sessionStorage)).not.toContain('CloseAccount');
  });
});

it('tells of what other tabs do', async () => {
  const { provider, page, userManager, adapter } = await setUp();
  let told = 0;
  const stop = adapter.onTokenChange?.(() => (told += 1));
  const tell = (key: string | null) =>
    page.window.dispatchEvent(Object.assign(new Event('storage'), { key }));
  tell(`oidc.user:${provider.issuer}:${provider.clientId}`);
  tell(null);
  expect(told).toBe(2);
  tell('theme');
  expect(told).toBe(2);
  await userManager.removeUser();
  expect(told).toBe(3);
  stop?.();
  tell(null);
  await userManager.removeUser();
  expect(told).toBe(3);
  expect(await adapter.getIdToken()).toBeUndefined();
});

it('renews the token without the user', async () => {
  const { adapter, idToken } = await setUp();
  await adapter.refreshIdToken?.();
  expect(await adapter.getIdToken()).not.toBe(idToken);
  expect(await authTimeOf(adapter)).toBe(NOW);
});

it.each([
  { option: 'mode', value: 'window' },
  { option: 'idTokenHint', value: true },
  { option: 'returnTo', value: '/' },
  { option: 'hint', value: 1 },
  { option: 'userManager.signinPopup', value: {} },
])('refuses a wrong $option', async ({ option, value }) => {
  await expect(setUp({ [option.replace(/\..*/, '')]: value })).rejects.toThrow(`"${option}"`);
});
