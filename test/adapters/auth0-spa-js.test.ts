import { Auth0Client } from '@auth0/auth0-spa-js';
import { describe, expect, it } from 'vitest';
import { createAuth0Adapter } from '../../src/adapters/auth0-spa-js/index.js';
import type { Auth0AdapterOptions } from '../../src/adapters/auth0-spa-js/index.js';
import { createPendingActions, decodeIdToken } from '../../src/client/index.js';
import { ACCOUNT_PAGE, allText, CALLBACK, requestFor, signInAt } from '../support/adapter-kit.js';
import { serveAuth0 } from '../support/auth0-stand-in.js';
import { APP_ORIGIN, BOB, NOW, setClock, startProvider } from '../support/development-provider.js';
import { openPage } from '../support/page.js';

// The SDK looks after its popup each second, also where the test that opened it has ended.
Object.assign(globalThis, { window: new EventTarget() });

/** Alice signed in two minutes ago; her token is live. */
async function setUp(options: Partial<Auth0AdapterOptions> = {}) {
  const standIn = await serveAuth0(APP_ORIGIN);
  const provider = await startProvider({ appOrigins: [APP_ORIGIN, standIn.origin] });
  standIn.connect(provider);
  const page = openPage(ACCOUNT_PAGE);
  const auth0 = new Auth0Client({
    domain: standIn.origin,
    clientId: provider.clientId,
    cacheLocation: 'localstorage',
    useRefreshTokens: true,
    authorizationParams: { redirect_uri: CALLBACK },
  });
  /** Signs in, and comes back to the page that the stand-in sends the user to. */
  const signIn = async (url: string, fields?: Readonly<Record<string, string>>) => {
    const answered = await fetch(await signInAt(provider, url, fields), { redirect: 'manual' });
    return { location: answered.headers.get('location') ?? '', text: await answered.text() };
  };
  await auth0.loginWithRedirect();
  await auth0.handleRedirectCallback((await signIn(page.visits[0] ?? '')).location);
  page.visits.length = 0;
  const pendingActions = createPendingActions({ resumable: ['CloseAccount'] });
  const adapter = createAuth0Adapter({ auth0, pendingActions, ...options });
  const idToken = String(await adapter.getIdToken());
  setClock(NOW + 120);

  /** The last page of the popup posts this to the page that opened it. */
  const answer = async (fields?: Readonly<Record<string, string>>) => {
    const { text } = await signIn((await page.popups.at(-1)?.visited) ?? '', fields);
    const [, message = ''] = /postMessage\((\{.*?\}), "/.exec(text) ?? [];
    const data: unknown = JSON.parse(message);
    page.window.dispatchEvent(new MessageEvent('message', { origin: standIn.origin, data }));
  };
  return { page, auth0, adapter, idToken, signIn, answer };
}

describe('in a popup', () => {
  it('does not sign in again who signs out in another tab meanwhile', async () => {
    const { page, adapter, idToken, answer } = await setUp();
    const done = adapter.reauthenticate(requestFor(idToken));
    const ended = expect(done).rejects.toMatchObject({
      code: 'REAUTH_CANCELLED',
      reason: 'logout',
    });
    await page.popups[0]?.visited;
    const removal = { key: '@@auth0spajs@@::development-app::@@user@@', newValue: null };
    page.window.dispatchEvent(Object.assign(new Event('storage'), removal));
    await expect.poll(() => page.popups[0]?.closed).toBe(true);
    // It was on its way.
    await answer();
    await ended;
    expect(await adapter.getIdToken()).toBeUndefined();
  });

  it('opens it at once, asks for a new sign-in, and has the new token', async () => {
    const { page, adapter, idToken, answer } = await setUp();
    const done = adapter.reauthenticate(requestFor(idToken, { acrValues: ['pwd', 'mfa'] }));
    expect(page.popups).toHaveLength(1);
    const { searchParams } = new URL((await page.popups[0]?.visited) ?? '');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      acr_values: 'pwd mfa',
      login_hint: 'alice',
      max_age: '0',
      prompt: 'login',
      response_mode: 'web_message',
    });
    await answer();
    expect(await done).toBeUndefined();
    expect(decodeIdToken(await adapter.getIdToken())?.authTime).toBe(NOW + 120);
    expect(page.popups[0]?.closed).toBe(true);
  });

  it('says so where the browser blocks it', async () => {
    const { page, adapter, idToken } = await setUp();
    page.blockPopups();
    await expect(adapter.reauthenticate(requestFor(idToken))).rejects.toMatchObject({
      code: 'POPUP_BLOCKED',
    });
  });

  it('refuses somebody else, whose token nobody gets to see, and nobody is signed in', async () => {
    const { adapter, auth0, idToken, answer } = await setUp();
    const seen: Promise<unknown>[] = [];
    adapter.onTokenChange?.(() => seen.push(Promise.resolve(adapter.getIdToken())));
    const done = adapter.reauthenticate(requestFor(idToken, { remedy: 'LOGIN' }));
    const refused = expect(done).rejects.toMatchObject({ code: 'USER_MISMATCH' });
    await answer(BOB);
    await refused;
    expect(await Promise.all(seen)).toEqual([undefined]);
    expect(await auth0.getUser()).toBeUndefined();
  });

  it('can be tried again where the window looks closed', async () => {
    const { page, adapter, idToken } = await setUp();
    const done = adapter.reauthenticate(requestFor(idToken));
    await page.popups[0]?.visited;
    page.popups[0]?.sever();
    await expect(done).rejects.toMatchObject({
      code: 'REAUTH_FAILED',
      message: 'The window was closed, or cut off by the provider',
    });
    expect(await adapter.getIdToken()).toBe(idToken);
  });

  it('gives up after the time that it has, and closes the window', async () => {
    const { page, adapter, idToken } = await setUp({ popupTimeout: 1 });
    await expect(adapter.reauthenticate(requestFor(idToken))).rejects.toMatchObject({
      code: 'REAUTH_FAILED',
      cause: { message: 'timeout Timeout' },
    });
    expect(page.popups[0]?.closed).toBe(true);
  });

  it('closes it when the user gives up, and settles at once', async () => {
    const { page, adapter, idToken } = await setUp();
    const attempt = new AbortController();
    const done = adapter.reauthenticate(requestFor(idToken, { signal: attempt.signal }));
    attempt.abort();
    await expect(done).rejects.toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'signal' });
    await expect.poll(() => page.popups[0]?.closed).toBe(true);
  });
});

describe('by redirect', () => {
  it('comes back to where the user was, with what waited', async () => {
    const { page, adapter, idToken, signIn } = await setUp({ mode: 'redirect' });
    const request = requestFor(idToken);
    expect(await adapter.reauthenticate(request)).toEqual({ redirecting: true });
    const kept = allText(page.sessionStorage);
    expect(kept).toContain('CloseAccount');
    expect(kept).not.toContain('alice');
    const { location } = await signIn(page.visits[0] ?? '');
    expect(await adapter.handleRedirectCallback(location)).toEqual({
      reauthenticated: true,
      returnTo: '/account?tab=2#close',
      pendingAction: {
        operationName: 'CloseAccount',
        description: 'Close account',
        variables: { id: '1', reason: 'secret' },
        createdAt: NOW + 120,
        returnTo: '/account?tab=2#close',
      },
      appState: undefined,
    });
    expect(decodeIdToken(await adapter.getIdToken())?.authTime).toBe(NOW + 120);
  });

  it('refuses somebody else, whose token nobody gets to see, and nobody is signed in', async () => {
    const { page, adapter, idToken, signIn } = await setUp({ mode: 'redirect' });
    await adapter.reauthenticate(requestFor(idToken));
    const { location } = await signIn(page.visits[0] ?? '', BOB);
    const result = expect(adapter.handleRedirectCallback(location)).rejects.toMatchObject({
      code: 'USER_MISMATCH',
    });
    expect(await adapter.getIdToken()).toBeUndefined();
    await result;
    expect(allText(page.sessionStorage)).not.toContain('CloseAccount');
  });

  it("leaves the application's own sign-ins to it", async () => {
    const { page, auth0, adapter, signIn } = await setUp({ mode: 'redirect' });
    await auth0.loginWithRedirect({ appState: { from: '/shop' } });
    const { location } = await signIn(page.visits[0] ?? '');
    expect(await adapter.handleRedirectCallback(location)).toEqual({
      reauthenticated: false,
      returnTo: '/',
      pendingAction: undefined,
      appState: { from: '/shop' },
    });
  });
});

it('renews the token without the user, and tells so', async () => {
  const { adapter, idToken } = await setUp();
  let told = 0;
  const stop = adapter.onTokenChange?.(() => (told += 1));
  await adapter.refreshIdToken?.();
  expect(told).toBe(1);
  expect(await adapter.getIdToken()).not.toBe(idToken);
  stop?.();
  await adapter.refreshIdToken?.();
  expect(told).toBe(1);
});

it('tells of what other tabs do', async () => {
  const { page, adapter } = await setUp();
  let told = 0;
  const stop = adapter.onTokenChange?.(() => (told += 1));
  const tell = (key: string | null) =>
    page.window.dispatchEvent(Object.assign(new Event('storage'), { key }));
  tell('@@auth0spajs@@::development-app::@@user@@');
  tell(null);
  tell('theme');
  expect(told).toBe(2);
  stop?.();
  tell(null);
  expect(told).toBe(2);
});

it.each([
  { option: 'auth0.loginWithPopup', value: {} },
  { option: 'mode', value: 'window' },
  { option: 'idTokenHint', value: true },
  { option: 'popupTimeout', value: 0 },
  { option: 'timeout', value: 1 },
])('refuses a wrong $option', async ({ option, value }) => {
  const options = { [option.replace(/\..*/, '')]: value };
  await expect(setUp(options)).rejects.toThrow(`"${option}"`);
});
