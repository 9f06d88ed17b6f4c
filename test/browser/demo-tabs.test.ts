import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import {
  demoDialog,
  openDemo,
  openSignInWindow,
  passProvider,
  startTransfer,
} from '../support/demo.js';
import type { Demo } from '../support/demo.js';
import { aliceAt, ALLOWED, amountIn, NOT_AT_ALL, REFUSED } from '../support/demo-run.js';
import type { DemoRun } from '../support/demo-run.js';

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  [browser, demo] = await Promise.all([launchChromium(), openDemo()]);
});
afterAll(() => Promise.all([browser.close(), demo.close()]));

const DONE = '€25.00 moved to Savings';

/** Alice, a quarter of an hour ago, in two tabs. */
async function start(age = 900): Promise<DemoRun & { readonly other: Page }> {
  const run = await aliceAt(browser, demo, { age });
  const other = await run.openTab();
  await other.getByRole('heading', { name: 'Transfer money' }).waitFor();
  return { ...run, other };
}

const who = (page: Page, name: string) => page.getByRole('banner').getByText(name);

async function becomeBob({ other, signIn }: DemoRun & { readonly other: Page }): Promise<void> {
  await other.getByRole('button', { name: 'Sign out' }).click();
  await signIn({ user: 'bob' }, other);
}

describe('two tabs of one user', () => {
  it('ask once, and each sends its own transfer once', async () => {
    const run = await start();
    const { page, other } = run;
    await startTransfer(page);
    await demoDialog(page).waitFor();
    await startTransfer(other);
    await demoDialog(other).waitFor();
    const popup = await openSignInWindow(page);
    await demoDialog(other).getByText('Another tab is asking you to sign in.').waitFor();
    await passProvider(popup, 'alice');
    await page.getByText(DONE).waitFor();
    await other.getByText(DONE).waitFor();
    expect(run.context.pages()).toHaveLength(2);
    expect(await run.results()).toEqual({
      sent: ['Transfer', 'Transfer', 'Transfer', 'Transfer'],
      decisions: [REFUSED, REFUSED, ALLOWED, ALLOWED],
      moved: 5000,
      complaints: [],
    });
  });

  it('are both signed out by one, and nothing is sent later', async () => {
    const run = await start();
    const { page, other } = run;
    await startTransfer(page);
    await demoDialog(page).waitFor();
    await other.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out. What you had typed is kept').waitFor();
    expect(await demoDialog(page).isVisible()).toBe(false);
    expect(await other.getByRole('status').allTextContents()).toContainEqual(
      expect.stringMatching(/^You are signed out\. ?(Dismiss)?$/),
    );
    await run.signIn({ age: 0 }, other);
    await who(page, 'Alice Example').waitFor();
    expect(await amountIn(page)).toBe('25');
    expect(await amountIn(other)).toBe('');
    expect(await run.results()).toEqual(NOT_AT_ALL);
  });

  it('send nothing that one is signing in for where the other signs out', async () => {
    const run = await start();
    const { page, other } = run;
    await startTransfer(page);
    const popup = await openSignInWindow(page);
    const closed = popup.waitForEvent('close');
    await other.getByRole('button', { name: 'Sign out' }).click();
    await closed;
    await demoDialog(page).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Sign in now' }).waitFor();
    expect(
      await page.evaluate('Object.keys(localStorage).filter((key) => /user:/.test(key))'),
    ).toEqual([]);
    await run.signIn({ age: 0 }, other);
    await who(page, 'Alice Example').waitFor();
    expect(await amountIn(page)).toBe('25');
    expect(await run.results()).toEqual(NOT_AT_ALL);
  });

  it('show no secret that one asked for where the other signs out meanwhile', async () => {
    const run = await start();
    const { page, other } = run;
    await page.getByRole('button', { name: 'Show recovery codes' }).click();
    await demoDialog(page).waitFor();
    await other.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in now' }).waitFor();
    await demoDialog(page).waitFor({ state: 'hidden' });
    expect([run.sent(), run.decisions(), run.complaints]).toEqual([
      ['RecoveryCodes'],
      ['REFUSED Viewer.recoveryCodes'],
      [],
    ]);
  });

  it('stay alice’s while somebody else signs in by mistake in one', async () => {
    const run = await start();
    const { page, other } = run;
    await other.getByLabel('Amount in euros').fill('7');
    await startTransfer(page);
    await passProvider(await openSignInWindow(page), 'bob');
    await page.getByText('That was somebody else').waitFor();
    await who(other, 'Alice Example').waitFor();
    expect(await amountIn(other)).toBe('7');
    expect(await other.getByRole('main').innerText()).not.toMatch(/Bob|cannot be shown/);
    expect(await run.results()).toEqual(NOT_AT_ALL);
  });
});

describe('two tabs of two users', () => {
  it('run nothing of alice’s as bob, say whose the page is, and keep what she typed', async () => {
    const run = await start();
    const { page, other } = run;
    await page.getByLabel('New e-mail').fill('alice@secret.example');
    await startTransfer(page);
    await demoDialog(page).waitFor();
    await becomeBob(run);
    await who(page, 'Bob Example').waitFor();
    expect(await demoDialog(page).isVisible()).toBe(false);
    await page.getByText('Bob Example is signed in now.').waitFor();
    expect(await amountIn(page)).toBe('');
    expect(await page.getByLabel('New e-mail').inputValue()).toBe('');
    expect(await page.locator('body').innerText()).not.toMatch(/25\.00|secret/);
    expect(await run.results('bob')).toEqual(NOT_AT_ALL);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await run.signIn({ age: 0 }, other);
    await who(page, 'Alice Example').waitFor();
    expect(await amountIn(page)).toBe('25');
    expect(await page.getByLabel('New e-mail').inputValue()).toBe('alice@secret.example');
    expect(await run.results()).toEqual(NOT_AT_ALL);
  });

  it('send nothing of alice’s for bob, who came the moment before she pressed', async () => {
    const run = await start(0);
    const { page, context } = run;
    const key = await page.evaluate<string>(
      `Object.keys(localStorage).find((key) => key.startsWith('oidc.user:'))`,
    );
    const alice = await page.evaluate<string>(`localStorage.getItem(${JSON.stringify(key)})`);
    await becomeBob(run);
    const bob = await page.evaluate<string>(`localStorage.getItem(${JSON.stringify(key)})`);
    await run.other.close();
    // Alice's tab, which has not heard of bob: the storage says so a moment before the event does.
    await page.evaluate(`localStorage.setItem(${JSON.stringify(key)}, ${JSON.stringify(alice)})`);
    const tab = await context.newPage();
    await tab.goto(demo.origin);
    await tab.getByLabel('New e-mail').fill('alice@new.example');
    await tab.getByLabel('Amount in euros').fill('25');
    await tab.evaluate(`
      localStorage.setItem(${JSON.stringify(key)}, ${JSON.stringify(bob)});
      for (const name of ['Transfer', 'Change e-mail'])
        Array.from(document.querySelectorAll('button')).find((one) => one.textContent === name).click();
    `);
    await tab.getByText('Bob Example is signed in now.').waitFor();
    expect(await amountIn(tab)).toBe('');
    expect(run.sent()).toEqual([]);
    expect(run.decisions()).toEqual([]);
    expect(await run.moved('bob')).toBe(0);
    expect(await run.moved('alice')).toBe(0);
  });
});
