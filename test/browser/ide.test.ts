import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startBank } from '../support/bank-server.js';
import { launchChromium } from '../support/chromium.js';
import { openDemo, signInToDemo } from '../support/demo.js';
import type { Demo } from '../support/demo.js';
import {
  altairOf,
  barOf,
  examineBar,
  headersIn,
  sendInIde,
  signInToIde,
  storedIn,
  visitIde,
} from '../support/ide.js';

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  [browser, demo] = await Promise.all([launchChromium(), openDemo()]);
});
afterAll(async () => {
  await browser.close();
  await demo.close();
});

const STALE = 'Sign in as if 15 minutes ago';
const OURS = 'Authorization: Bearer {{idToken}}';

describe('The IDE', () => {
  it('runs under its policy, asks no other host, and shows an answer, without the page', async () => {
    const bank = await startBank();
    onTestFinished(() => bank.close());
    const { page, bar, foreign, complaints } = await visitIde(browser, bank.url);
    await sendInIde(page, 'Viewer', '"viewer": null');
    expect({ bars: await bar.count(), foreign, complaints }).toEqual({
      bars: 0,
      foreign: [],
      complaints: [],
    });
  });

  it('sends its requests as whom its bar signs in, fresh or stale, and as nobody after that', async () => {
    const visit = await visitIde(browser, demo.origin);
    const { page, bar, foreign, complaints } = visit;
    expect(await headersIn(page)).toEqual([]);

    await signInToIde(visit, STALE);
    await bar.getByText('alice, signed in 15 minutes ago').waitFor();
    await bar.getByText(/ID token expires in 4:5\d/).waitFor();
    expect(await headersIn(page)).toEqual([OURS]);
    await sendInIde(page, 'RecoveryCodes', '"code": "REAUTH_REQUIRED"');
    await page.screenshot({ path: 'test-results/ide-stale.png' });

    await signInToIde(visit, 'Sign in now');
    await bar.getByText(/signed in \d+ seconds? ago/).waitFor();
    await sendInIde(page, 'RecoveryCodes', '"recoveryCodes": [');
    await page.screenshot({ path: 'test-results/ide-fresh.png' });

    await bar.getByRole('button', { name: 'Sign out' }).click();
    await bar.getByText('Nobody is signed in').first().waitFor();
    expect(await headersIn(page)).toEqual([]);
    await sendInIde(page, 'RecoveryCodes', '"viewer": null');
    await sendInIde(page, 'ChangeEmail', '"code": "UNAUTHENTICATED"');
    expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] });
  });

  it('keeps what is typed, and signs every window in, older and newer', async () => {
    const visit = await visitIde(browser, demo.origin);
    const { page } = visit;
    await page.getByText('+ Add new').click();
    const editor = page.locator('app-query-editor .cm-content').first();
    await editor.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('query Typed { viewer { id ');
    await signInToIde(visit, STALE);
    expect(await editor.innerText()).toContain('query Typed { viewer { id');
    expect(await headersIn(page)).toEqual([OURS]);
    await page.getByText('Viewer', { exact: true }).first().click();
    expect(await headersIn(page)).toEqual([OURS]);
    await page.getByText('+ Add new').click();
    expect(await headersIn(page)).toEqual([OURS]);
  });

  it('keeps the token for this tab alone, through a reload, and nowhere else', async () => {
    const visit = await visitIde(browser, demo.origin);
    const { page, context } = visit;
    await signInToIde(visit, 'Sign in now');
    await sendInIde(page, 'ChangeEmail', '"email": "new@example.com"');
    // Altair writes a second after the last change.
    await expect
      .poll(async () => whatIsIn(await storedIn(page)), { timeout: 15_000 })
      .toEqual({ answer: true, header: true, variable: true, token: false });

    await page.reload();
    await altairOf(page);
    expect(await headersIn(page)).toEqual([OURS]);
    await sendInIde(page, 'RecoveryCodes', '"recoveryCodes": [');
    expect(page.url()).toBe(`${demo.origin}/ide/`);

    const another = await context.newPage();
    await another.goto(`${demo.origin}/ide`);
    await altairOf(another);
    await barOf(another).getByText('Nobody is signed in').first().waitFor();
    expect(await headersIn(another)).toEqual([]);
  });

  it('signs in apart from the demo page', async () => {
    const visit = await visitIde(browser, demo.origin);
    const page = await visit.context.newPage();
    await page.goto(demo.origin);
    await signInToDemo(page);
    await signInToIde(visit, STALE, 'bob');
    await page.reload();
    await page.getByText('Alice Example').first().waitFor();
    await visit.bar.getByRole('button', { name: 'Sign out' }).click();
    await page.reload();
    await page.getByText('Alice Example').first().waitFor();
  });

  it('can be signed in to with the keyboard alone', async () => {
    const visit = await visitIde(browser, demo.origin);
    const { page, bar } = visit;
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focusedIn(page)).toBe(STALE);
    const opened = page.waitForEvent('popup');
    await page.keyboard.press('Enter');
    const popup = await opened;
    await popup.getByLabel('User name').focus();
    await popup.keyboard.type('alice');
    await popup.keyboard.press('Tab');
    await popup.keyboard.type('wonderland');
    await popup.keyboard.press('Enter');
    await bar.getByText('alice, signed in 15 minutes ago').waitFor();
    await page.keyboard.press('Tab');
    expect(await focusedIn(page)).toBe('Sign out');
    await page.keyboard.press('Enter');
    await bar.getByText('Nobody is signed in').first().waitFor();
  });

  it.each([
    { width: 1280, colorScheme: 'light' },
    { width: 900, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
    { width: 320, colorScheme: 'dark' },
  ] as const)(
    'fits beneath its bar at $width pixels, $colorScheme, and axe finds nothing in that',
    async ({ width, colorScheme }) => {
      const visit = await visitIde(browser, demo.origin, { width });
      const { page } = visit;
      await page.emulateMedia({ colorScheme });
      expect(await examineBar(page)).toEqual([]);
      await signInToIde(visit, STALE);
      await sendInIde(page, 'RecoveryCodes', '"code": "REAUTH_REQUIRED"');
      await page.screenshot({ path: `test-results/ide-${width}-${colorScheme}.png` });
      expect(await examineBar(page)).toEqual([]);
      const { bottom, scrollHeight } = await page.evaluate(() => ({
        bottom: document.querySelector('.main-container')?.getBoundingClientRect().bottom,
        scrollHeight: document.documentElement.scrollHeight,
      }));
      expect({ bottom, scrollHeight }).toEqual({ bottom: 720, scrollHeight: 720 });
    },
  );
});

function whatIsIn(stored: string): Readonly<Record<string, boolean>> {
  return {
    answer: stored.includes(String.raw`\"responseStatus\":200`),
    header: stored.includes('Bearer {{idToken}}'),
    variable: /environments[^[]*idToken/.test(stored),
    token: stored.includes('eyJ'),
  };
}

function focusedIn(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.textContent ?? null);
}
