import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Left out of the repository. */
const FOLDER = 'test-results/demo';

const PHONE = { width: 320, height: 640 };
const DESKTOP = { width: 1280, height: 900 };

/** Colours and places are checked by axe in both sizes and both schemes; larger text has neither of its own. `text`: pixels. */
const LOOKS = [
  { look: 'phone-light', viewport: PHONE, colorScheme: 'light', text: 16, axe: true },
  { look: 'phone-dark', viewport: PHONE, colorScheme: 'dark', text: 16, axe: false },
  // 1280 × 1024 pixels, four times as large.
  {
    look: 'zoom-400',
    viewport: { width: 320, height: 256 },
    colorScheme: 'dark',
    text: 16,
    axe: false,
  },
  { look: 'text-200', viewport: DESKTOP, colorScheme: 'dark', text: 32, axe: false },
  { look: 'desktop-dark', viewport: DESKTOP, colorScheme: 'dark', text: 16, axe: true },
  { look: 'desktop-light', viewport: DESKTOP, colorScheme: 'light', text: 16, axe: false },
] as const;

/**
 * The state that a page is in, on a phone and a desktop, light and dark, zoomed, and with text twice as large. Leaves a
 * screenshot of each, and returns what axe finds and what sticks out to the side.
 */
export async function lookAt(page: Page, state: string): Promise<readonly string[]> {
  await mkdir(FOLDER, { recursive: true });
  const found: string[] = [];
  const browserSettings = await page.context().newCDPSession(page);
  for (const { look, viewport, colorScheme, text, axe } of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await browserSettings.send('Page.setFontSizes', { fontSizes: { standard: text } });
    const problems = [...(await findStickingOut(page)), ...(axe ? await examine(page) : [])];
    found.push(...problems.map((problem) => `${state}, ${look}: ${problem}`));
    // Behind a modal dialog the rest is out of reach; and a picture of all has no text but the usual.
    const fullPage = text === 16 && (await page.locator('dialog[open]').count()) === 0;
    await page.screenshot({ path: join(FOLDER, `${state}-${look}.png`), fullPage });
  }
  return found;
}

/** By WCAG 2.2, levels A and AA, and what axe calls best practice. */
export async function examine(page: Page): Promise<readonly string[]> {
  await page.evaluate(`window.axe ?? (() => { ${axe.source} })()`);
  const options: axe.RunOptions = {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // New in 2.2, and off unless asked for.
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
  };
  return page.evaluate<readonly string[]>(
    `axe.run(${JSON.stringify(options)}).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`,
  );
}

/** What is wider than its place: the document, or a box that cuts off or scrolls what is in it. */
function findStickingOut(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const isCut = (element: Element) =>
      element === document.documentElement ||
      // Hidden text is one pixel wide.
      (element.clientWidth > 1 && getComputedStyle(element).overflowX !== 'visible');
    return [...document.querySelectorAll('*')]
      .filter((element) => element.scrollWidth > element.clientWidth && isCut(element))
      .map((element) => `sticks out: ${element.outerHTML.slice(0, 120)}`);
  });
}
