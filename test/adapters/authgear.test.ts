import type { WebContainer } from '@authgear/web';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createAuthgearAdapter } from '../../src/adapters/authgear/index.js';
import type { AuthgearAdapterOptions } from '../../src/adapters/authgear/index.js';
import { createPendingActions, decodeIdToken } from '../../src/client/index.js';
import { ACCOUNT_PAGE, allText, CALLBACK, requestFor, signInAt } from '../support/adapter-kit.js';
import { serveAuthgear } from '../support/authgear-stand-in.js';
import { APP_ORIGIN, BOB, NOW, setClock, startProvider } from '../support/development-provider.js';
import { openPage } from '../support/page.js';

const SAM = { step: 'social-continue', age: '' };

let sdk: { readonly WebContainer: new (options: { name: string }) => WebContainer };

beforeAll(async () => {
  // It looks at its window while it is imported, once.
  vi.stubGlobal('window', globalThis);
  sdk = await import('@authgear/web');
  vi.unstubAllGlobals();
});

/** Somebody signed in ten minutes ago. */
async function setUp(options: Partial<AuthgearAdapterOptions> = {}, fields?: typeof SAM) {
  const standIn = await serveAuthgear(APP_ORIGIN);
  const provider = await startProvider();
  standIn.connect(provider);
  const page = openPage(ACCOUNT_PAGE);

  /** Loads a page of the application: what was in memory is gone. */
  const load = async (url: string) => {
    page.goTo(url);
    page.visits.length = 0;
    const authgear = new sdk.WebContainer({ name: 'default' });
    await authgear.configure({
      clientID: provider.clientId,
      endpoint: standIn.origin,
      sessionType: 'refresh_token',
    });
    const pendingActions = createPendingActions({ resumable: ['CloseAccount'] });
    const adapter = createAuthgearAdapter({
      authgear,
      redirectURI: CALLBACK,
      pendingActions,
      ...options,
    });
    return { authgear, adapter };
  };
  const signIn = async (who: Readonly<Record<string, string>> | undefined = fields) =>
    (await signInAt(provider, page.visits[0] ?? '', who)).href;

  const first = await load(ACCOUNT_PAGE);
  await first.authgear.startAuthentication({ redirectURI: CALLBACK, state: 'shop' });
  const second = await load(await signIn());
  expect(await second.adapter.handleRedirectCallback()).toEqual({
    reauthenticated: false,
    returnTo: '/',
    pendingAction: undefined,
    appState: 'shop',
  });
  const third = await load(ACCOUNT_PAGE);
  const idToken = String(await third.adapter.getIdToken());
  setClock(NOW + 600);
  return { ...third, page, load, signIn, idToken };
}

it('has an ID token after a page was loaded, asked for once', async () => {
  const { load, idToken } = await setUp();
  const { authgear, adapter } = await load(ACCOUNT_PAGE);
  expect(authgear.getIDTokenHint()).toBeUndefined();
  const [first, second] = await Promise.all([adapter.getIdToken(), adapter.getIdToken()]);
  expect(first).toBe(second);
  expect(decodeIdToken(first)).toMatchObject({ subject: decodeIdToken(idToken)?.subject });
});

it('has none where nobody is signed in', async () => {
  const { page, load } = await setUp();
  page.localStorage.clear();
  const { adapter } = await load(ACCOUNT_PAGE);
  expect(await adapter.getIdToken()).toBeUndefined();
  await expect(adapter.reauthenticate(requestFor(undefined))).rejects.toMatchObject({
    code: 'REAUTH_UNAVAILABLE',
  });
});

describe('reauthentication', () => {
  it('leaves the page and comes back to it, with what waited', async () => {
    const { page, adapter, idToken, load, signIn } = await setUp();
    const request = requestFor(idToken);
    expect(await adapter.reauthenticate(request)).toEqual({ redirecting: true });
    const { searchParams } = new URL(page.visits[0] ?? '');
    expect(searchParams.get('max_age')).toBe('0');
    expect(decodeIdToken(searchParams.get('id_token_hint'))?.subject).toBe('alice');
    expect(allText(page.sessionStorage)).not.toMatch(/alice|eyJ/);
    const { adapter: returned, authgear } = await load(await signIn());
    expect(await returned.handleRedirectCallback()).toEqual({
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
    expect(decodeIdToken(await returned.getIdToken())?.authTime).toBe(NOW + 600);
    expect(page.sessionStorage.length).toBe(0);
    // For applications that send that one: the SDK itself leaves the old one in place.
    expect(authgear.accessToken).toBeDefined();
  });

  it('is not asked of a user who cannot, by a token of now', async () => {
    const { page, adapter, idToken } = await setUp({}, SAM);
    await expect(adapter.reauthenticate(requestFor(idToken))).rejects.toMatchObject({
      code: 'REAUTH_UNAVAILABLE',
    });
    expect(page.visits).toEqual([]);
  });

  it('is an ordinary sign-in for them where the server says so', async () => {
    const { page, adapter, idToken, load, signIn } = await setUp({}, SAM);
    await adapter.reauthenticate(requestFor(idToken, { remedy: 'LOGIN', subject: 'sam' }));
    const { searchParams } = new URL(page.visits[0] ?? '');
    expect(searchParams.get('prompt')).toBe('login');
    expect(searchParams.has('id_token_hint')).toBe(false);
    const { adapter: returned } = await load(await signIn());
    expect(await returned.handleRedirectCallback()).toMatchObject({ reauthenticated: true });
    expect(decodeIdToken(await returned.getIdToken())?.authTime).toBe(NOW + 600);
  });

  it('refuses somebody else who made an ordinary sign-in', async () => {
    const { page, adapter, idToken, load, signIn } = await setUp();
    await adapter.reauthenticate(requestFor(idToken, { remedy: 'LOGIN' }));
    const { adapter: returned } = await load(await signIn(BOB));
    await expect(returned.handleRedirectCallback()).rejects.toMatchObject({
      code: 'USER_MISMATCH',
    });
    expect(allText(page.sessionStorage)).not.toContain('CloseAccount');
  });

  it('refuses somebody else whom the provider let through, and is as it was before', async () => {
    const { page, adapter, idToken, load, signIn } = await setUp();
    await adapter.reauthenticate(requestFor(idToken));
    const withoutHint = new URL(page.visits[0] ?? '');
    withoutHint.searchParams.delete('id_token_hint');
    page.visits[0] = withoutHint.href;
    const { adapter: returned } = await load(await signIn(BOB));
    await expect(returned.handleRedirectCallback()).rejects.toMatchObject({
      code: 'USER_MISMATCH',
    });
    expect(decodeIdToken(await returned.getIdToken())?.subject).toBe('alice');
  });

  it('keeps somebody else’s token to itself where the network is lost right after', async () => {
    const { page, adapter, idToken, load, signIn } = await setUp();
    await adapter.reauthenticate(requestFor(idToken));
    const withoutHint = new URL(page.visits[0] ?? '');
    withoutHint.searchParams.delete('id_token_hint');
    page.visits[0] = withoutHint.href;
    const { adapter: returned, authgear } = await load(await signIn(BOB));
    const lost = vi.spyOn(authgear, 'refreshIDToken').mockRejectedValue(new Error('offline'));
    await expect(returned.handleRedirectCallback()).rejects.toMatchObject({
      code: 'USER_MISMATCH',
    });
    expect(await returned.getIdToken()).toBeUndefined();
    lost.mockRestore();
    await returned.refreshIdToken?.();
    expect(decodeIdToken(await returned.getIdToken())?.subject).toBe('alice');
  });

  it('is needless where another tab has just had the user sign in', async () => {
    const { page, adapter, idToken, load, signIn } = await setUp();
    const other = await load(ACCOUNT_PAGE);
    await other.adapter.reauthenticate(requestFor(idToken));
    await (await load(await signIn())).adapter.handleRedirectCallback();
    page.visits.length = 0;
    page.goTo(ACCOUNT_PAGE);
    expect(await adapter.reauthenticate(requestFor(idToken))).toBeUndefined();
    expect(decodeIdToken(await adapter.getIdToken())?.authTime).toBe(NOW + 600);
    expect(page.visits).toEqual([]);
  });

  it('is not believed where the state is not the one that was sent', async () => {
    const { adapter, idToken, load, signIn } = await setUp();
    await adapter.reauthenticate(requestFor(idToken));
    const callback = new URL(await signIn());
    callback.searchParams.set('state', 'another');
    const { adapter: returned } = await load(callback.href);
    expect(await returned.handleRedirectCallback()).toMatchObject({
      reauthenticated: false,
      appState: 'another',
    });
  });

  it.each([
    {
      says: 'access_denied',
      code: 'REAUTH_CANCELLED',
      cause: { cause: { message: expect.stringContaining('access_denied') as string } },
    },
    {
      says: 'server_error',
      code: 'REAUTH_FAILED',
      cause: { message: expect.stringContaining('server_error') as string },
    },
  ])('hands on that the provider says $says', async ({ says, code, cause }) => {
    const { page, adapter, idToken, load } = await setUp();
    await adapter.reauthenticate(requestFor(idToken));
    const state = new URL(page.visits[0] ?? '').searchParams.get('state') ?? '';
    const { adapter: returned } = await load(`${CALLBACK}?error=${says}&state=${state}`);
    await expect(returned.handleRedirectCallback()).rejects.toMatchObject({
      code,
      cause,
    });
  });

  it('does not begin where nothing can be kept, since the answer could not be checked', async () => {
    const { page, adapter, idToken } = await setUp();
    vi.spyOn(page.sessionStorage, 'setItem').mockImplementation(() => {
      throw new DOMException('No room', 'QuotaExceededError');
    });
    await expect(adapter.reauthenticate(requestFor(idToken))).rejects.toMatchObject({
      code: 'REAUTH_FAILED',
      cause: { name: 'QuotaExceededError' },
    });
    expect(page.visits).toEqual([]);
  });

  it('settles at once when the user gives up', async () => {
    const { page, adapter, idToken } = await setUp();
    const attempt = new AbortController();
    const done = adapter.reauthenticate(requestFor(idToken, { signal: attempt.signal }));
    attempt.abort();
    await expect(done).rejects.toMatchObject({ code: 'REAUTH_CANCELLED' });
    expect(page.visits).toEqual([]);
  });
});

it('tells of renewals and of the session, and keeps the delegate that was there', async () => {
  const { authgear, adapter } = await setUp();
  const reasons: string[] = [];
  authgear.delegate = {
    onSessionStateChange: (_container, reason) => void reasons.push(reason),
  };
  let told = 0;
  const stop = adapter.onTokenChange?.(() => (told += 1));
  await adapter.refreshIdToken?.();
  const afterRenewal = told;
  expect(afterRenewal).toBeGreaterThan(0);
  await authgear.logout({ force: true, redirectURI: CALLBACK });
  expect(reasons).toContain('LOGOUT');
  expect(told).toBeGreaterThan(afterRenewal);
  expect(await adapter.getIdToken()).toBeUndefined();
  stop?.();
});

it.each([
  { option: 'authgear.refreshIDToken', value: {} },
  { option: 'redirectURI', value: '/callback' },
  { option: 'maxAge', value: 0 },
])('refuses a wrong $option', ({ option, value }) => {
  openPage(ACCOUNT_PAGE);
  const options = { authgear: new sdk.WebContainer({ name: 'x' }), redirectURI: CALLBACK };
  const wrong = { ...options, [option.replace(/\..*/, '')]: value };
  expect(() => createAuthgearAdapter(wrong)).toThrow(`"${option}"`);
});
