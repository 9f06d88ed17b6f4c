import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { openDemo, openSignInWindow, passProvider, startTransfer } from '../support/demo.js';
import type { Demo } from '../support/demo.js';
import { aliceAt, ALLOWED, amountIn, ONCE, runDemo, switchProvider } from '../support/demo-run.js';

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  [browser, demo] = await Promise.all([launchChromium(), openDemo()]);
});
afterAll(() => Promise.all([browser.close(), demo.close()]));

const DONE = '€25.00 moved to Savings';
const transferButton = (page: Page) => page.getByRole('button', { name: 'Transfer', exact: true });

/** Everything that the origin keeps, by name. */
const storageOf = (page: Page) =>
  page.evaluate<Record<string, string>>('({ ...localStorage, ...sessionStorage })');

/** The name and the text of what the OpenID library keeps of the user. */
async function storedUser(page: Page): Promise<readonly [string, string]> {
  const found = Object.entries(await storageOf(page)).find(([name]) =>
    name.startsWith('oidc.user:'),
  );
  if (!found) throw new Error('Nobody is signed in');
  return found;
}

const write = (page: Page, storage: string, key: string, value: string) =>
  page.evaluate(`${storage}.setItem(${JSON.stringify(key)}, ${JSON.stringify(value)})`);

it('Nonsense among what the tab keeps does not keep the page from opening', async () => {
  const { page, complaints } = await runDemo(browser, demo);
  const settings = '{"shortWindows":"yes","panelOpen":[]}';
  for (const nonsense of ['{', 'null', '7', settings, '{"alice/transfer":{"amount":{}}}']) {
    for (const key of ['bank.settings', 'bank.drafts']) {
      await write(page, 'sessionStorage', key, nonsense);
    }
    await page.reload();
    await page.getByRole('button', { name: 'Sign in now' }).waitFor();
  }
  expect(complaints).toEqual([]);
});

it('Nonsense in place of the user is nobody', async () => {
  const run = await aliceAt(browser, demo);
  const { page } = run;
  await page.getByLabel('Amount in euros').fill('25');
  const [key] = await storedUser(page);
  for (const nonsense of ['{', '{}', '{"id_token":"x","profile":null}']) {
    await write(page, 'localStorage', key, nonsense);
    await page.reload();
    await page.getByRole('button', { name: 'Sign in now' }).waitFor();
  }
  await run.signIn({ age: 0 });
  expect(await amountIn(page)).toBe('25');
  expect(run.complaints).toEqual([]);
});

it('A token that is none is said to have run out, and signing in again keeps what was typed', async () => {
  const run = await aliceAt(browser, demo);
  const { page } = run;
  await page.getByLabel('Amount in euros').fill('25');
  const [key] = await storedUser(page);
  await write(page, 'localStorage', key, '{"id_token":"a.b.c","profile":{"sub":"alice"}}');
  await page.reload();
  await page.getByRole('heading', { name: 'Your accounts cannot be shown' }).waitFor();
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await passProvider(page, 'alice');
  await page.getByRole('heading', { name: 'Transfer money' }).waitFor();
  expect(await amountIn(page)).toBe('25');
  expect(run.complaints).toEqual([]);
});

it('A tab whose storage is full still takes what is typed, and sends it', async () => {
  const run = await aliceAt(browser, demo, { age: 0 });
  const { page } = run;
  await page.evaluate(`
    for (let size = 2 ** 22; size >= 1; size /= 2) {
      try {
        for (;;) sessionStorage.setItem('fill' + size + Math.random(), 'x'.repeat(size));
      } catch {}
    }
  `);
  await startTransfer(page);
  await page.getByText(DONE).waitFor();
  expect(await run.results()).toEqual({ ...ONCE, sent: ['Transfer'], decisions: [ALLOWED] });
});

it('A browser that stores nothing is told so', async () => {
  const { page, context } = await runDemo(browser, demo);
  await context.addInitScript(`
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get() { throw new DOMException('Denied', 'SecurityError'); } });
  `);
  await page.reload();
  await page.getByRole('heading', { name: 'The page could not be loaded' }).waitFor();
  await page.getByText('keeps it from storing anything').waitFor();
});

/** The bank's clock and the provider's go past the end of ID tokens, the browser's does not. */
async function runOut(page: Page): Promise<void> {
  // Nothing is on its way that would have the token renewed before its time.
  await page.getByText('Looking them up…').waitFor({ state: 'hidden' });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 400_000 });
  onTestFinished(async () => {
    vi.useRealTimers();
    await switchProvider(demo, true);
  });
}

describe('an ID token that ran out', () => {
  it('is renewed without a word, and not while the provider is down', async () => {
    const run = await aliceAt(browser, demo, { age: 0 });
    const { page } = run;
    await runOut(page);
    await switchProvider(demo, false);
    await startTransfer(page);
    await page.getByText('Your sign-in has run out').waitFor();
    expect(await amountIn(page)).toBe('25');
    await switchProvider(demo, true);
    await transferButton(page).click();
    await passProvider(await openSignInWindow(page), 'alice');
    await page.getByText(DONE).waitFor();
    expect(await run.results()).toMatchObject({ moved: 2500, decisions: ONCE.decisions });
  });

  it('and cannot be renewed lets one sign in again, with what was typed', async () => {
    const run = await aliceAt(browser, demo, { age: 0 });
    const { page } = run;
    const [, user] = await storedUser(page);
    const { refresh_token: token } = JSON.parse(user) as { refresh_token: string };
    await fetch(`${demo.bank.provider}/token/revocation`, {
      method: 'POST',
      body: new URLSearchParams({ token, client_id: 'development-app' }),
    });
    await runOut(page);
    await startTransfer(page);
    await page.getByText('Your sign-in has run out').waitFor();
    expect(await amountIn(page)).toBe('25');
    await page.reload();
    await page.getByRole('heading', { name: 'Your accounts cannot be shown' }).waitFor();
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await passProvider(page, 'alice');
    await page.getByRole('heading', { name: 'Transfer money' }).waitFor();
    expect(await amountIn(page)).toBe('25');
    await transferButton(page).click();
    await page.getByText(DONE).waitFor();
    expect((await run.results()).moved).toBe(2500);
  });
});

it('Tokens and secrets are nowhere but where they must be, and nothing is left after signing out', async () => {
  const run = await aliceAt(browser, demo, { switches: ['Short windows'] });
  const { page } = run;
  const consoleLines: string[] = [];
  run.context.on('console', (message) => consoleLines.push(message.text()));
  await startTransfer(page);
  await passProvider(await openSignInWindow(page), 'alice');
  await page.getByText(DONE).waitFor();
  await page.getByRole('button', { name: 'Show recovery codes' }).click();
  await page.getByRole('button', { name: 'Hide recovery codes' }).waitFor();
  const codes = await page
    .getByRole('region', { name: 'Recovery codes' })
    .locator('code')
    .allTextContents();
  await page.getByRole('button', { name: 'Show account numbers' }).click();
  await page.getByRole('button', { name: 'Hide account numbers' }).waitFor();
  const numbers = await page.locator('.account-number').allTextContents();
  await page.getByRole('button', { name: 'Hide recovery codes' }).click();
  await page.getByRole('button', { name: 'Hide account numbers' }).click();
  expect([codes.length > 2, numbers.length]).toEqual([true, 2]);
  const stored = await storageOf(page);
  const withTokens = Object.entries(stored)
    .filter(([, value]) => TOKEN.test(value))
    .map(([name]) => name);
  expect(withTokens).toEqual([expect.stringMatching(/^oidc\.user:/)]);
  const shown = await page.content();
  const cache = await page.evaluate<string>(READ_CACHE);
  expect(cache).toContain('"balance"');
  const everything = [shown, cache, JSON.stringify(stored), ...run.urls, ...consoleLines].join(
    '\n',
  );
  expect([...codes, ...numbers].filter((secret) => everything.includes(secret))).toEqual([]);
  expect([shown, cache, ...run.urls, ...consoleLines].filter((text) => TOKEN.test(text))).toEqual(
    [],
  );
  await page.getByLabel('Amount in euros').fill('1');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('You are signed out').waitFor();
  const { 'bank.settings': settings, 'bank.drafts': drafts, ...others } = await storageOf(page);
  expect({ settings: typeof settings, drafts, others }).toEqual({
    settings: 'string',
    drafts: '{}',
    others: {},
  });
});

const TOKEN = /eyJ[\w-]+\.eyJ/;

/** What Apollo Client keeps, found as React's own developer tools find it. */
const READ_CACHE = `(() => {
  const root = document.querySelector('#root');
  const key = Object.keys(root).find((name) => name.startsWith('__reactContainer'));
  const find = (fiber) => {
    for (; fiber; fiber = fiber.sibling) {
      const { client } = fiber.memoizedProps ?? {};
      if (client?.cache) return client;
      const found = find(fiber.child);
      if (found) return found;
    }
  };
  return JSON.stringify(find(root[key]).cache.extract());
})()`;
