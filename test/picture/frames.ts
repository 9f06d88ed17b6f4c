import type { Browser, Locator, Page } from 'playwright-core';
import {
  demoDialog,
  openSignInWindow,
  signInToDemo,
  startTransfer,
  visitDemo,
} from '../support/demo.js';
import type { Demo } from '../support/demo.js';
import { setTypeface } from './typeface.js';

export type ColorScheme = 'light' | 'dark';

/** CSS pixels of the page that a frame shows. */
const SHOWN = { width: 360, height: 648 };

/** A frame is 512 pixels wide, so that three and two gaps make 1600. */
const DEVICE_SCALE_FACTOR = 512 / SHOWN.width;

/** Around the card that a frame is about. */
const MARGIN = 11;

/** Goes through the flow as a user does, and returns its three moments; each is PNGs, one below the other. */
export async function takeFrames(
  browser: Browser,
  demo: Demo,
  colorScheme: ColorScheme,
): Promise<readonly (readonly Buffer[])[]> {
  const { page } = await visitDemo(browser, demo, {
    colorScheme,
    viewport: SHOWN,
    deviceScaleFactor: DEVICE_SCALE_FACTOR,
    // For the typeface on the provider's page.
    bypassCSP: true,
  });
  await signInToDemo(page);
  await startTransfer(page, '250');
  const asked = await takeDialog(page);
  const popup = await openSignInWindow(page);
  const confirmed = await takeSignIn(popup);
  await popup.getByRole('button', { name: 'Sign in', exact: true }).click();
  return [[asked], [confirmed], await takeOutcome(page)];
}

/** The dialog below what was pressed, rather than over it: the window is as tall as that takes. */
async function takeDialog(page: Page): Promise<Buffer> {
  const dialog = demoDialog(page);
  await dialog.waitFor();
  const { height = 0 } = (await dialog.boundingBox()) ?? {};
  await page.setViewportSize({
    ...SHOWN,
    height: Math.round(2 * (SHOWN.height - MARGIN) - height),
  });
  await page.mouse.move(0, 0);
  await cardOf(page, 'Transfer money').evaluate((card, margin) => {
    scrollBy(0, card.getBoundingClientRect().top - margin);
  }, MARGIN);
  return page.screenshot({ clip: { x: 0, y: 0, ...SHOWN } });
}

async function takeSignIn(popup: Page): Promise<Buffer> {
  await popup.setViewportSize(SHOWN);
  await popup.getByLabel('Password').fill('wonderland');
  await setTypeface(popup);
  return popup.screenshot();
}

/** What the form says and, from further down, what it led to. */
async function takeOutcome(page: Page): Promise<readonly Buffer[]> {
  await page.getByText('€250.00 moved to Savings').waitFor();
  const newBalance = page.getByRole('option', { name: 'Savings · €10,250.00' });
  await newBalance.first().waitFor({ state: 'attached' });
  return [await takeCard(page, 'Transfer money'), await takeCard(page, 'Latest transfers')];
}

/** With the margins above and below it. */
async function takeCard(page: Page, title: string): Promise<Buffer> {
  const card = cardOf(page, title);
  // Places are counted from the window's corner, and the whole page's from its own.
  await page.evaluate(() => {
    scrollTo(0, 0);
  });
  const { y = 0, height = 0 } = (await card.boundingBox()) ?? {};
  const clip = { x: 0, y: y - MARGIN, width: SHOWN.width, height: height + 2 * MARGIN };
  return page.screenshot({ fullPage: true, clip });
}

function cardOf(page: Page, title: string): Locator {
  const heading = page.getByRole('heading', { name: title, includeHidden: true });
  return page.locator('section', { has: heading });
}
