import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import type { ColorScheme } from './frames.js';
import { setTypeface } from './typeface.js';

/** The frames side by side, each under what it shows, on whatever colour the reader's page has. */
export async function composeStrip(
  browser: Browser,
  frames: readonly (readonly Buffer[])[],
  colorScheme: ColorScheme,
): Promise<Buffer> {
  const page = await browser.newPage({ colorScheme, deviceScaleFactor: 2 });
  await page.goto(pathToFileURL('test/picture/strip.html').href);
  await setTypeface(page);
  for (const [index, parts] of frames.entries()) {
    const sources = parts.map((part) => `data:image/png;base64,${part.toString('base64')}`);
    await page.locator('.frame').nth(index).evaluate(fill, sources);
  }
  const picture = await page.locator('ol').screenshot({ omitBackground: true });
  await page.close();
  return picture;
}

/** Runs in the page. */
async function fill(frame: Element, sources: readonly string[]): Promise<void> {
  for (const source of sources) {
    const image = new Image();
    image.src = source;
    await image.decode();
    frame.append(image);
  }
}
