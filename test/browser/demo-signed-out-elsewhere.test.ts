import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { openDemo, passProvider, startTransfer } from '../support/demo.js';
import type { Demo } from '../support/demo.js';
import { runDemo } from '../support/demo-run.js';

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  [browser, demo] = await Promise.all([launchChromium(), openDemo()]);
});
afterAll(() => Promise.all([browser.close(), demo.close()]));

it('Who signed out in another tab moves nothing more, and is in after signing in again', async () => {
  const { page, context, signIn, results } = await runDemo(browser, demo);
  await signIn();
  const provider = await context.newPage();
  await provider.goto(`${demo.bank.provider}/session/end`);
  await provider.getByRole('button', { name: 'Sign out' }).click();
  await provider.getByText('You are signed out').waitFor();
  await provider.close();
  await startTransfer(page);
  const again = page.getByRole('button', { name: 'Sign in again' });
  await again.waitFor();
  await page.getByText('You were signed out').waitFor();
  // Nor is there more to see for the same token.
  await page.reload();
  await again.click();
  await passProvider(page, 'alice');
  await startTransfer(page);
  await page.getByText('€25.00 moved').waitFor();
  expect(await results()).toEqual({
    sent: ['Transfer', 'Transfer'],
    decisions: ['ALLOWED Mutation.transfer'],
    moved: 2500,
    complaints: [],
  });
});
