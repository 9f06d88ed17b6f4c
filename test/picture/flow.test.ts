import { writeFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { startDemo } from '../support/demo.js';
import { takeFrames } from './frames.js';
import { composeStrip } from './strip.js';

/** GitHub shows it in a README at about half its size. */
const MOST_BYTES = 250_000;

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it.each(['light', 'dark'] as const)(
  'The flow is drawn in docs/flow-%s.png',
  async (colorScheme) => {
    const demo = await startDemo();
    const frames = await takeFrames(browser, demo, colorScheme);
    const picture = await composeStrip(browser, frames, colorScheme);
    await writeFile(`docs/flow-${colorScheme}.png`, picture);
    expect(picture.byteLength).toBeLessThan(MOST_BYTES);
  },
);
