import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import {
  demoDialog,
  openSignInWindow,
  passProvider,
  signInToDemo,
  startDemo,
  startTransfer,
  visitDemo,
} from '../support/demo.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it('A stale transfer asks, a sign-in in the window releases it, and the money moves once', async () => {
  const demo = await startDemo();
  const { page, foreign, complaints } = await visitDemo(browser, demo);
  await signInToDemo(page);
  await startTransfer(page);
  const popup = await openSignInWindow(page);
  await passProvider(popup, 'alice');
  await page.getByText('€25.00 moved to Savings').waitFor();
  await demoDialog(page).waitFor({ state: 'hidden' });
  expect(await page.getByText('€2,475.00').first().isVisible()).toBe(true);
  expect({ decisions: demo.decisions(), foreign, complaints }).toEqual({
    decisions: ['REFUSED Mutation.transfer', 'ALLOWED Mutation.transfer'],
    foreign: [],
    complaints: [],
  });
});
