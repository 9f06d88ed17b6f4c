import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { demoDialog, openDemo, passProvider, startTransfer } from '../support/demo.js';
import type { Demo } from '../support/demo.js';
import { aliceAt, ALLOWED, amountIn, NOT_AT_ALL, ONCE, REFUSED } from '../support/demo-run.js';
import type { DemoRun } from '../support/demo-run.js';

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  [browser, demo] = await Promise.all([launchChromium(), openDemo()]);
});
afterAll(() => Promise.all([browser.close(), demo.close()]));

const OFFER = 'You were about to: Transfer €25.00 to Savings.';

/** Alice, sent away to sign in again before €25 move. */
async function leave(): Promise<DemoRun> {
  const run = await aliceAt(browser, demo, { switches: ['Leave the page to sign in'] });
  await startTransfer(run.page);
  await demoDialog(run.page).getByRole('button', { name: 'Continue' }).click();
  await run.page.getByLabel('Password').waitFor();
  return run;
}

async function finish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Transfer €25.00 to Savings' }).click();
  await page.getByText('Done: Transfer €25.00 to Savings').waitFor();
}

it('A reload of the provider’s page changes nothing', async () => {
  const run = await leave();
  await run.page.reload();
  await passProvider(run.page, 'alice');
  await run.page.getByText(OFFER).waitFor();
  await finish(run.page);
  expect(await run.results()).toEqual(ONCE);
});

it('A reload while the code is in the address says that it did not work out, and keeps what was typed', async () => {
  const run = await leave();
  const { page, context } = run;
  const token = '**/token';
  let asked: (() => void) | undefined;
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  await context.route(token, async (route) => {
    // The code is spent, and its answer never comes.
    await route.fetch();
    asked?.();
  });
  await passProvider(page, 'alice');
  await isAsked;
  expect(new URL(page.url()).searchParams.has('code')).toBe(true);
  await context.unroute(token);
  await page.reload();
  await page.getByText('The sign-in did not work out').waitFor();
  expect(page.url()).toBe(`${demo.origin}/`);
  expect(await amountIn(page)).toBe('25');
  expect(await run.results()).toEqual(NOT_AT_ALL);
  await page.getByRole('button', { name: 'Transfer', exact: true }).click();
  await demoDialog(page).getByRole('button', { name: 'Continue' }).click();
  await passProvider(page, 'alice');
  await finish(page);
  expect(await run.results()).toEqual({
    ...ONCE,
    sent: ['Transfer', 'Transfer', 'Transfer'],
    decisions: [REFUSED, REFUSED, ALLOWED],
  });
});

it('The back button after coming back runs nothing again, and finds no code', async () => {
  const run = await leave();
  const { page } = run;
  await passProvider(page, 'alice');
  await page.getByText(OFFER).waitFor();
  await finish(page);
  const visited: string[] = [];
  for (let back = 0; back < 4; back += 1) {
    await page.goBack({ waitUntil: 'commit' }).catch(() => undefined);
    visited.push(page.url());
  }
  expect(visited.filter((url) => url.includes('code='))).toEqual([]);
  await page.goto(demo.origin);
  await page.getByRole('heading', { name: 'Transfer money' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Transfer money' }).waitFor();
  expect(await page.getByText(OFFER).count()).toBe(0);
  expect(await amountIn(page)).toBe('');
  expect(await run.results()).toEqual(ONCE);
});

it('The back button on the provider’s page cancels, and the page goes on', async () => {
  const run = await leave();
  const { page } = run;
  await page.goBack();
  await page.getByRole('heading', { name: 'Transfer money' }).waitFor();
  await demoDialog(page).waitFor({ state: 'hidden' });
  expect(await amountIn(page)).toBe('25');
  expect(await run.results()).toEqual(NOT_AT_ALL);
  await page.getByRole('button', { name: 'Transfer', exact: true }).click();
  await demoDialog(page).getByRole('button', { name: 'Continue' }).click();
  await passProvider(page, 'alice');
  await page.getByText(OFFER).waitFor();
  await finish(page);
  expect(await run.results()).toMatchObject({
    moved: 2500,
    decisions: [REFUSED, REFUSED, ALLOWED],
  });
});

it('Declining at the provider is said, and nothing runs', async () => {
  const run = await leave();
  const { page } = run;
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Cancelled.').waitFor();
  expect(page.url()).toBe(`${demo.origin}/`);
  expect(await amountIn(page)).toBe('25');
  expect(await run.results()).toEqual(NOT_AT_ALL);
});

it('The transfer that is offered can also be sent from its form, and is then not offered any more', async () => {
  const run = await leave();
  const { page } = run;
  await passProvider(page, 'alice');
  await page.getByText(OFFER).waitFor();
  await page.getByRole('button', { name: 'Transfer', exact: true }).click();
  await page.getByText('€25.00 moved to Savings').waitFor();
  await page.getByText(OFFER).waitFor({ state: 'hidden' });
  expect(await run.results()).toEqual(ONCE);
});
