import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import {
  demoDialog,
  flip,
  openDemo,
  openSignInWindow,
  passProvider,
  startTransfer,
} from '../support/demo.js';
import type { Demo } from '../support/demo.js';
import { lookAt } from '../support/demo-look.js';
import { runDemo } from '../support/demo-run.js';

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  [browser, demo] = await Promise.all([launchChromium(), openDemo()]);
});
afterAll(() => Promise.all([browser.close(), demo.close()]));

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Somebody who looks closely. */
async function visit(options: BrowserContextOptions = {}) {
  const run = await runDemo(browser, demo, options);
  const { page, foreign, complaints } = run;
  const found: string[] = [];
  return {
    ...run,
    look: async (state: string, at: Page = page) => {
      found.push(...(await lookAt(at, state)));
    },
    problems: () => ({ found, foreign, complaints }),
  };
}

const NONE = { found: [], foreign: [], complaints: [] };

it('Every step to a transfer is readable, on a phone and a desktop, light and dark, zoomed', async () => {
  const { page, look, problems } = await visit();
  await page.getByRole('button', { name: 'Sign in now' }).waitFor();
  await look('welcome');
  await press(page, 'Sign in as if 15 minutes ago');
  await page.getByLabel('Password').waitFor();
  await look('provider');
  await passProvider(page, 'alice');
  await page.getByRole('heading', { name: 'Transfer money' }).waitFor();
  await look('stale');
  await startTransfer(page);
  await demoDialog(page).waitFor();
  await look('dialog');
  const popup = await openSignInWindow(page);
  await popup.getByLabel('Password').waitFor();
  await look('waiting');
  await look('provider-window', popup);
  await passProvider(popup, 'alice');
  await page.getByText('€25.00 moved').waitFor();
  await look('done');
  expect(problems()).toEqual(NONE);
});

it('Secrets, the panel and the end of a visit are readable', async () => {
  const { page, signIn, look, problems } = await visit();
  await signIn({ user: 'bob', age: 0 });
  await look('fresh');
  await press(page, 'Show recovery codes');
  await press(page, 'Show account numbers');
  await page.getByText('Your account numbers are shown.').waitFor();
  await page.getByText('Your recovery codes are shown.').waitFor();
  await startTransfer(page, '1000000');
  await page.getByText('There is not enough money.').waitFor();
  await look('shown');
  await press(page, 'Under the hood');
  await page.getByRole('complementary').waitFor();
  await look('panel');
  await press(page, 'Sign out');
  await look('signed-out');
  expect(problems()).toEqual(NONE);
});

it('What went wrong is readable: a wrong amount, a cancelled sign-in, a blocked window', async () => {
  const { page, signIn, look, problems } = await visit();
  await flip(page, 'The browser blocks windows');
  await signIn({ age: 1000 });
  await startTransfer(page, 'much');
  await look('not-an-amount');
  await startTransfer(page);
  await demoDialog(page).getByRole('button', { name: 'Continue' }).click();
  await demoDialog(page).getByText('Your browser blocked the sign-in window.').waitFor();
  await look('blocked');
  await demoDialog(page).getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Cancelled.').waitFor();
  await look('cancelled');
  expect(problems()).toEqual(NONE);
});

it('What comes back from the provider is readable: an offer, and who cannot confirm', async () => {
  const { page, signIn, look, problems } = await visit();
  await flip(page, 'Leave the page to sign in');
  await press(page, 'Under the hood');
  await signIn({ age: 1000 });
  await startTransfer(page);
  await demoDialog(page).getByRole('button', { name: 'Continue' }).click();
  await passProvider(page, 'alice');
  await page.getByRole('heading', { name: 'Go on?' }).waitFor();
  await look('offer');
  await press(page, 'Sign out');
  await press(page, 'Sign in as if 15 minutes ago');
  await passProvider(page, 'sam');
  await page.getByText('Nothing has moved yet').waitFor();
  await startTransfer(page);
  await page.getByText('Your account cannot confirm this.').waitFor();
  await look('cannot-confirm');
  expect(problems()).toEqual(NONE);
});

it('Without a bank, the page is readable: opening, loading, failed and offline', async () => {
  const { page, context, signIn, look, problems } = await visit();
  await signIn({ age: 0 });
  await context.setOffline(true);
  await page.getByText('You are offline.').waitFor();
  await startTransfer(page);
  await page.getByText('The bank could not be reached.').first().waitFor();
  await look('offline');
  await context.setOffline(false);

  const failBank = await hold(page, '**/graphql');
  await page.reload();
  await page.getByText('Looking up your accounts…').waitFor();
  await look('loading');
  await failBank();
  await page.getByText('Your accounts cannot be shown').waitFor();
  await look('accounts-failed');

  const failPage = await hold(page, '**/assets/open-session*.js');
  await page.goto(demo.origin, { waitUntil: 'commit' });
  await page.getByText('Opening the bank…').waitFor();
  await look('opening');
  await failPage();
  await page.getByText('The page could not be loaded').waitFor();
  await look('page-failed');
  expect(problems()).toEqual({ ...NONE, complaints: [expect.stringContaining('Failed to fetch')] });
});

/** Requests to there get no answer, and fail once that is enough. */
async function hold(page: Page, url: string): Promise<() => Promise<void>> {
  let fail = () => {};
  const enough = new Promise<void>((resolve) => {
    fail = resolve;
  });
  await page.route(url, async (route) => {
    await enough;
    await route.abort();
  });
  return () => {
    fail();
    return page.unrouteAll({ behavior: 'wait' });
  };
}
