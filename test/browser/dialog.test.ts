import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, openPage } from '../support/chromium.js';
import type {} from '../support/dialog-page/main.js';
import { NOW } from '../support/dialog-page/page.js';
import { serveDialogPage } from '../support/dialog-page/serve.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function visit() {
  const url = await serveDialogPage();
  const opened = await openPage(browser);
  await opened.page.goto(url);
  await opened.page.getByText('The sign-in is stale').waitFor();
  return { ...opened, url };
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const outcome = (page: Page, name: string) =>
  page.getByLabel(`Outcome of ${name}`, { exact: true });
const dialog = (page: Page) => page.locator('[data-reauth-part="dialog"]');
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLDialogElement) return 'the dialog';
    return activeElement?.id || activeElement?.textContent;
  });
const attempts = (page: Page) => page.evaluate(() => window.test.signIn.attempts.length);

async function examine(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(
    `axe.run().then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`,
  );
}

describe('the dialog in a browser', () => {
  it.each(['Transfer', 'Pay'])(
    'takes the focus, gives it back to "%s" and cancels on Escape, by keyboard alone',
    async (name) => {
      const { page, complaints } = await visit();
      await button(page, name).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      expect(await focused(page)).toBe('Continue');
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('Cancel');
      await page.keyboard.press('Escape');
      await outcome(page, name).getByText('Reauthentication cancelled: user').waitFor();
      await page.waitForFunction((text) => document.activeElement?.textContent === text, name);
      expect(await dialog(page).evaluate((node: HTMLDialogElement) => node.open)).toBe(false);
      expect(complaints).toEqual([]);
    },
  );

  it('names every waiting operation, and axe finds nothing in any of its states', async () => {
    const { page, complaints } = await visit();
    const found: Record<string, string[]> = { idle: await examine(page) };
    const look = async (status: string) => {
      await page.locator(`[data-reauth-status="${status}"]`).waitFor();
      found[status] = await examine(page);
    };
    await button(page, 'Transfer').click();
    await look('prompting');
    expect(await dialog(page).getAttribute('aria-describedby')).not.toBeNull();
    await page
      .getByText(
        '“Transfer” needs a sign-in from the last 5 minutes. You last signed in 42 minutes ago.',
      )
      .waitFor();

    await page.evaluate(() => {
      window.test.recentAuth.ensure({ maxAge: 60, operationName: 'DeleteAccount' }).catch(() => 0);
    });
    await page.getByText('These 2 actions need a sign-in from the last minute.').waitFor();
    expect(await page.getByRole('listitem').allTextContents()).toEqual([
      'Transfer',
      'Delete account',
    ]);
    expect(await focused(page)).toBe('Continue');
    found['several'] = await examine(page);

    await button(page, 'Continue').click();
    await look('authenticating');
    await page.evaluate(() => window.test.signIn.attempts[0]?.fail(new Error('closed')));
    await look('failed');
    await button(page, 'Try again').click();
    await page.evaluate(() => window.test.signIn.attempts[1]?.redirect());
    await look('redirecting');
    expect(Object.values(found).flat()).toEqual([]);
    expect(Object.keys(found)).toHaveLength(6);
    expect(complaints).toEqual([]);
  });

  it('opens one window for a double click, and says so', async () => {
    const { page } = await visit();
    // As applications do: nothing moves when the next step has more to say.
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('[data-reauth-part="status"] { height: 1em } button { width: 10em }');
      document.adoptedStyleSheets = [sheet];
    });
    await button(page, 'Transfer').click();
    const popup = page.context().waitForEvent('page');
    await button(page, 'Continue').dblclick();
    await page.getByText('Waiting for the sign-in window…').waitFor();
    await popup;
    expect(await attempts(page)).toBe(1);
    expect(page.context().pages()).toHaveLength(2);
    expect(await focused(page)).toBe('the dialog');

    await button(page, 'Open it again').click();
    expect(await attempts(page)).toBe(2);
    await page.evaluate((now) => window.test.signIn.attempts[1]?.succeed(now), NOW);
    await outcome(page, 'Transfer').getByText('done').waitFor();
    await page.getByText('The sign-in is fresh').waitFor();
    expect(await focused(page)).toBe('Transfer');
  });

  it('opens again where the application asks again at once', async () => {
    const { page } = await visit();
    await page.evaluate(() => {
      const ask = (description: string) =>
        window.test.recentAuth.ensure({ maxAge: 60, description });
      ask('First').catch(() => ask('Second').catch(() => 0));
    });
    await page.getByText('“First” needs').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('“Second” needs').waitFor();
    expect(await focused(page)).toBe('Continue');
    await button(page, 'Cancel').click();
    await dialog(page).waitFor({ state: 'hidden' });
  });

  it('presses nothing for a second Enter', async () => {
    const { page } = await visit();
    await button(page, 'Transfer').click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await attempts(page)).toBe(1);
  });

  it('leaves the focus to the window that it opened', async () => {
    const { page } = await visit();
    await button(page, 'Transfer').click();
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      button(page, 'Continue').click(),
    ]);
    await popup.waitForLoadState();
    expect(await popup.evaluate(() => document.hasFocus())).toBe(true);
  });

  it('gives the focus to the place of a button that is gone', async () => {
    const { page } = await visit();
    await button(page, 'Delete row').click();
    await page.getByRole('dialog').waitFor();
    await page.locator('#rows p').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe('rows');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Close account');
    expect(await page.locator('#rows').getAttribute('tabindex')).toBeNull();
  });

  it('does not bring back a focus that the user had taken away', async () => {
    const { page } = await visit();
    await page.getByLabel('Amount').fill('1000');
    await page.getByRole('heading', { name: 'Bank' }).click();
    await page.evaluate(() => {
      window.test.recentAuth.ensure({ maxAge: 60 }).catch(() => 0);
    });
    await button(page, 'Cancel').click();
    await dialog(page).waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  });

  it('opens over a modal of the application, and leaves that open', async () => {
    const { page } = await visit();
    await button(page, 'Close account').click();
    await button(page, 'Really close').click();
    await button(page, 'Continue').waitFor();
    expect(await focused(page)).toBe('Continue');
    await page.keyboard.press('Escape');
    await outcome(page, 'Really close').getByText('cancelled').waitFor();
    expect(await focused(page)).toBe('Really close');
    const isOpen = await page
      .locator('#confirmation')
      .evaluate((node: HTMLDialogElement) => node.open);
    expect(isOpen).toBe(true);
  });

  it('keeps what was typed into the page', async () => {
    const { page } = await visit();
    await page.getByLabel('Amount').fill('1000');
    await button(page, 'Transfer').click();
    await button(page, 'Cancel').click();
    await dialog(page).waitFor({ state: 'hidden' });
    expect(await page.getByLabel('Amount').inputValue()).toBe('1000');
  });

  it('says that another tab is asking, and can do it here instead', async () => {
    const { page, url } = await visit();
    const other = await page.context().newPage();
    await other.goto(url);
    await button(other, 'Transfer').click();
    await button(other, 'Continue').click();
    await page.bringToFront();
    await button(page, 'Transfer').click();
    await page.getByText('Another tab is asking you to sign in.').waitFor();
    expect(await examine(page)).toEqual([]);
    await button(page, 'Confirm here instead').click();
    expect(await attempts(page)).toBe(1);
  });
});
