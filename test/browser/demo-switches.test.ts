import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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
import {
  aliceAt,
  ALLOWED,
  amountIn,
  NOT_AT_ALL,
  ONCE,
  REFUSED,
  runDemo,
  switchProvider,
} from '../support/demo-run.js';
import { clickWithoutUser } from '../support/page-input.js';

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  [browser, demo] = await Promise.all([launchChromium(), openDemo()]);
});
afterEach(() => switchProvider(demo, true));
afterAll(() => Promise.all([browser.close(), demo.close()]));

const DONE = '€25.00 moved to Savings';

const start = (switches: readonly string[] = [], age = 900) =>
  aliceAt(browser, demo, { switches, age });

const transferHint = (page: Page) =>
  page.getByRole('button', { name: 'Transfer', exact: true }).locator('xpath=following-sibling::p');

describe('short windows', () => {
  it('refuse a sign-in of 15 seconds ago, which the usual ones let pass', async () => {
    const run = await start([], 15);
    const { page } = run;
    await page.getByText('Goes through for 0:', { exact: false }).first().waitFor();
    expect(await transferHint(page).textContent()).toMatch(/^Goes through for 0:[34]\d$/);
    await startTransfer(page);
    await page.getByText(DONE).waitFor();
    await flip(page, 'Short windows');
    expect(await transferHint(page).textContent()).toBe('Asks you to confirm it’s you');
    const meters = page.getByRole('region', { name: /sign-in/i }).getByRole('listitem');
    expect(await meters.filter({ hasText: 'Transfers' }).getByRole('timer').textContent()).toBe(
      'will ask',
    );
    expect(await meters.filter({ hasText: 'E-mail' }).getByRole('timer').textContent()).toMatch(
      /^0:[123]\d$/,
    );
    await startTransfer(page);
    await demoDialog(page).getByText('needs a sign-in from the last 10 seconds.').waitFor();
    await passProvider(await openSignInWindow(page), 'alice');
    await page.getByText(DONE).waitFor();
    expect(await run.results()).toEqual({
      sent: ['Transfer', 'Transfer', 'Transfer'],
      decisions: [ALLOWED, REFUSED, ALLOWED],
      moved: 5000,
      complaints: [],
    });
    expect(run.urls.filter((url) => url.endsWith('/graphql/short')).length).toBeGreaterThan(1);
  });
});

describe('leaving the page to sign in', () => {
  it('comes back to the switches, offers the transfer, and sends it once it is told to', async () => {
    const run = await start(['Leave the page to sign in']);
    const { page } = run;
    await startTransfer(page);
    await demoDialog(page).getByRole('button', { name: 'Continue' }).click();
    await passProvider(page, 'alice');
    await page.getByText('You were about to: Transfer €25.00 to Savings.').waitFor();
    expect(page.url()).toBe(`${demo.origin}/`);
    expect(await amountIn(page)).toBe('25');
    expect(await page.getByRole('switch', { name: 'Leave the page to sign in' }).isChecked()).toBe(
      true,
    );
    expect(await run.results()).toEqual(NOT_AT_ALL);
    await page.getByRole('button', { name: 'Transfer €25.00 to Savings' }).click();
    await page.getByText('Done: Transfer €25.00 to Savings').waitFor();
    expect(await amountIn(page)).toBe('');
    expect(run.popups()).toBe(0);
    expect(await run.results()).toEqual(ONCE);
  });

  it('with somebody else coming back runs nothing, and says so', async () => {
    const run = await start(['Leave the page to sign in', 'Somebody else is proposed']);
    const { page } = run;
    await startTransfer(page);
    await demoDialog(page).getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Password').waitFor();
    expect(await page.getByLabel('User name').inputValue()).toBe('bob');
    await passProvider(page, 'bob');
    await page.getByText('That was somebody else').waitFor();
    expect(await page.getByRole('banner').getByText('Alice Example').isVisible()).toBe(true);
    expect(await page.getByRole('status').allTextContents()).not.toContainEqual(
      expect.stringContaining('signed in now'),
    );
    expect(page.url()).toBe(`${demo.origin}/`);
    expect(await amountIn(page)).toBe('25');
    expect(await run.results()).toEqual(NOT_AT_ALL);
  });
});

describe('a window', () => {
  it('that the provider cuts off still releases the transfer, once', async () => {
    const run = await start(['The provider cuts the window off']);
    const { page } = run;
    await startTransfer(page);
    const popup = await openSignInWindow(page);
    await popup.getByLabel('Password').waitFor();
    expect(await popup.evaluate('opener === null')).toBe(true);
    expect(await demoDialog(page).getByRole('button', { name: 'Open it again' }).isVisible()).toBe(
      true,
    );
    await passProvider(popup, 'alice');
    await page.getByText(DONE).waitFor();
    expect(await run.results()).toEqual(ONCE);
  });

  it('that the switch blocks is said to be blocked, and opens once it is not', async () => {
    const run = await start(['The browser blocks windows']);
    const { page } = run;
    await startTransfer(page);
    await demoDialog(page).getByRole('button', { name: 'Continue' }).click();
    await demoDialog(page).getByText('Your browser blocked the sign-in window.').waitFor();
    expect(run.popups()).toBe(0);
    await demoDialog(page).getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Nothing was changed').first().waitFor();
    expect(await amountIn(page)).toBe('25');
    await flip(page, 'The browser blocks windows');
    await page.getByRole('button', { name: 'Transfer', exact: true }).click();
    await passProvider(await openSignInWindow(page), 'alice');
    await page.getByText(DONE).waitFor();
    expect(await run.results()).toEqual({
      ...ONCE,
      sent: ['Transfer', 'Transfer', 'Transfer'],
      decisions: [REFUSED, REFUSED, ALLOWED],
    });
  });

  it('that the browser blocks opens at the next click', async () => {
    const run = await start();
    const { page } = run;
    await startTransfer(page);
    await demoDialog(page).waitFor();
    await clickWithoutUser(page, 'Continue');
    await demoDialog(page).getByText('Your browser blocked the sign-in window.').waitFor();
    await passProvider(await openSignInWindow(page, 'Try again'), 'alice');
    await page.getByText(DONE).waitFor();
    expect(await run.results()).toEqual(ONCE);
  });

  it('that is closed can be opened again, and cancelling keeps what was typed', async () => {
    const run = await start();
    const { page } = run;
    await startTransfer(page);
    await (await openSignInWindow(page)).close();
    const again = await openSignInWindow(page, 'Open it again');
    await again.getByLabel('Password').waitFor();
    await demoDialog(page).getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled.').waitFor();
    expect(await amountIn(page)).toBe('25');
    expect(await run.results()).toEqual(NOT_AT_ALL);
  });

  it('in which somebody else signs in runs nothing, and alice stays', async () => {
    const run = await start(['Somebody else is proposed']);
    const { page } = run;
    await startTransfer(page);
    const popup = await openSignInWindow(page);
    await popup.getByLabel('Password').waitFor();
    expect(await popup.getByLabel('User name').inputValue()).toBe('bob');
    await passProvider(popup, 'bob');
    await page.getByText('That was somebody else').waitFor();
    expect(await page.getByRole('banner').getByText('Alice Example').isVisible()).toBe(true);
    expect(await page.getByText('Bob Example').count()).toBe(0);
    expect(await amountIn(page)).toBe('25');
    expect(await run.results()).toEqual(NOT_AT_ALL);
    await page.reload();
    await page.getByRole('banner').getByText('Alice Example').waitFor();
    expect(await amountIn(page)).toBe('25');
  });
});

describe('a provider that is down', () => {
  it('before the window opens is said to have failed, and can be tried again', async () => {
    const run = await start();
    const { page } = run;
    await flip(page, 'The provider is down');
    await expect
      .poll(() => page.getByRole('switch', { name: 'The provider is down' }).isChecked())
      .toBe(true);
    // What is known of the provider so far is gone.
    await page.reload();
    await startTransfer(page);
    await demoDialog(page).getByRole('button', { name: 'Continue' }).click();
    await demoDialog(page).getByText('The sign-in did not finish. You can try again.').waitFor();
    expect(run.context.pages()).toHaveLength(1);
    await switchProvider(demo, true);
    await passProvider(await openSignInWindow(page, 'Try again'), 'alice');
    await page.getByText(DONE).waitFor();
    expect(await run.results()).toEqual(ONCE);
  });

  it('in the middle shows so in the window, which can be opened again', async () => {
    const run = await start();
    const { page } = run;
    await startTransfer(page);
    const popup = await openSignInWindow(page);
    await popup.getByLabel('Password').waitFor();
    await switchProvider(demo, false);
    await passProvider(popup, 'alice');
    await popup
      .getByText(/down|unavailable/i)
      .first()
      .waitFor();
    await switchProvider(demo, true);
    await passProvider(await openSignInWindow(page, 'Open it again'), 'alice');
    await page.getByText(DONE).waitFor();
    expect(await run.results()).toEqual(ONCE);
  });

  it('for whoever wants to sign in is said on the page, and works once it is back', async () => {
    const run = await runDemo(browser, demo);
    const { page } = run;
    await switchProvider(demo, false);
    await page.getByRole('button', { name: 'Sign in now' }).click();
    await page.getByText('The sign-in service cannot be reached').waitFor();
    await switchProvider(demo, true);
    await run.signIn({ age: 0 });
    expect((await run.results()).complaints).toEqual([]);
  });
});

it('Sam, who cannot confirm, is told so in plain words, and not asked', async () => {
  const run = await runDemo(browser, demo);
  const { page } = run;
  await page.getByRole('button', { name: 'Under the hood' }).click();
  await page.getByRole('button', { name: /as Sam, who cannot confirm/ }).click();
  await passProvider(page, 'sam');
  await page.getByRole('heading', { name: 'Transfer money' }).waitFor();
  await startTransfer(page);
  await page.getByText('You sign in through another service').waitFor();
  expect(await demoDialog(page).isVisible()).toBe(false);
  expect(await amountIn(page)).toBe('25');
  expect({ decisions: run.decisions(), sent: run.sent() }).toEqual({
    decisions: [REFUSED],
    sent: ['Transfer'],
  });
});

it('A sign-in as if 15 minutes ago makes a fresh one stale, and is said to be this tab’s', async () => {
  const run = await start([], 0);
  const { page } = run;
  await startTransfer(page);
  await page.getByText(DONE).waitFor();
  await page.getByRole('button', { name: 'Under the hood' }).click();
  await page.getByRole('button', { name: 'Sign in again as if 15 minutes ago' }).click();
  await passProvider(page, 'alice');
  await page.getByText('Asks you to confirm it’s you').first().waitFor();
  await startTransfer(page);
  await demoDialog(page).getByText('You last signed in 15 minutes ago.').waitFor();
  expect(await page.getByText('in another tab').count()).toBe(0);
  expect(await run.results()).toEqual({
    ...ONCE,
    decisions: [ALLOWED, REFUSED],
  });
});
