import type { Browser, Page } from 'playwright-core';
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
import { runDemo } from '../support/demo-run.js';
import { readRecord, recordPages } from '../support/page-record.js';

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  [browser, demo] = await Promise.all([launchChromium(), openDemo()]);
});
afterAll(() => Promise.all([browser.close(), demo.close()]));

it.each([
  { width: 1280, height: 900 },
  { width: 320, height: 640 },
])(
  'On $width × $height, nothing moves by itself, from the first load to the end of a transfer',
  async (viewport) => {
    const { page, context, signIn, complaints } = await runDemo(browser, demo, { viewport });
    await recordPages(context);
    const moves: Record<string, { readonly sum: number; readonly moved: readonly string[] }> = {};
    const note = async (step: string, at: Page = page) => {
      const { shifts, moved } = await readRecord(at);
      moves[step] = { sum: shifts.alone, moved };
    };
    await page.reload();
    await page.getByRole('button', { name: 'Sign in now' }).waitFor();
    await note('welcome');
    await signIn({ age: 1000 });
    await note('back from the provider');
    await page.reload();
    await page.getByText('will ask').first().waitFor();
    await note('signed in');
    await startTransfer(page);
    await demoDialog(page).waitFor();
    const popup = await openSignInWindow(page);
    await popup.getByLabel('Password').waitFor();
    await note('provider', popup);
    await passProvider(popup, 'alice');
    await page.getByText('€25.00 moved to Savings').waitFor();
    await page.getByText('Was allowed').first().waitFor();
    await note('done');
    const still = { sum: 0, moved: [] };
    expect(moves).toEqual({
      welcome: still,
      'back from the provider': still,
      'signed in': still,
      provider: still,
      done: still,
    });
    expect(complaints).toEqual([]);
  },
);

it.each([
  { reducedMotion: 'no-preference', animated: ['input'] },
  { reducedMotion: 'reduce', animated: [] },
] as const)(
  'Where motion is "$reducedMotion", what may be animated is: $animated',
  async ({ reducedMotion, animated }) => {
    const { page, signIn } = await runDemo(browser, demo, { reducedMotion });
    const found = new Set(await findAnimated(page));
    await signIn({ age: 1000 });
    await flip(page, 'Short windows');
    await startTransfer(page);
    await demoDialog(page).waitFor();
    for (const name of await findAnimated(page)) found.add(name);
    await demoDialog(page).getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled.').waitFor();
    for (const name of await findAnimated(page)) found.add(name);
    expect([...found]).toEqual(animated);
  },
);

/** The elements that are animated, or would be if they changed. */
function findAnimated(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const isAnimated = ({ animationName, transitionDuration }: CSSStyleDeclaration) =>
      animationName !== 'none' || transitionDuration.split(', ').some((time) => time !== '0s');
    return [...document.querySelectorAll('*')]
      .filter((element) =>
        [undefined, '::before', '::after', '::backdrop'].some((part) =>
          isAnimated(getComputedStyle(element, part)),
        ),
      )
      .map(({ localName }) => localName);
  });
}
