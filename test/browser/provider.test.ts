import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DevelopmentProvider } from '../../src/provider/index.js';
import { launchChromium, openPage, serveApplication } from '../support/chromium.js';
import { authorizationUrl, startProviderNow } from '../support/development-provider.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function start(html?: string) {
  const app = await serveApplication(html);
  const provider = await startProviderNow({ appOrigins: [app] });
  const ask = (extra = {}) =>
    authorizationUrl(provider, { redirect_uri: `${app}/callback`, ...extra }).href;
  return { app, provider, ask };
}

async function fillIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const focused = (page: Page) => page.evaluate<string>('document.activeElement.id');

describe('the sign-in page in a browser', () => {
  it('is filled in by keyboard alone', async () => {
    const { app, ask } = await start();
    const { page, hosts, complaints } = await openPage(browser);
    await page.goto(ask({ acr_values: 'mfa' }));
    expect(await focused(page)).toBe('username');
    await page.keyboard.type('alice');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('password');
    await page.keyboard.type('wonderland');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
    expect(await focused(page)).toBe('code');
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${app}/callback?*`);
    expect([...hosts].sort()).toEqual(['127.0.0.1', 'localhost']);
    expect(complaints).toEqual([]);
  });

  it('lets the keyboard reach everything, in the order in which it stands', async () => {
    const { ask } = await start();
    const { page } = await openPage(browser);
    await page.goto(ask());
    const reached: string[] = [];
    for (let i = 0; i < 7; i += 1) {
      reached.push(
        await page.evaluate<string>(
          '(({ id, textContent }) => id || textContent.trim())(document.activeElement)',
        ),
      );
      if (reached.at(-1) === 'Development options') await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
    }
    expect(reached).toEqual([
      'username',
      'password',
      'Sign in',
      'Continue with Example Social',
      'Development options',
      'age',
      'Cancel',
    ]);
  });

  it('focuses and announces what is wrong, and links to the field', async () => {
    const { ask } = await start();
    const { page } = await openPage(browser);
    await page.goto(ask());
    await fillIn(page, 'alice', 'wrong');
    const alert = page.getByRole('alert');
    await alert.and(page.locator(':focus')).waitFor();
    expect(await page.title()).toBe('Error: Sign in');
    const message = 'The user name or the password is wrong.';
    expect(await alert.getByRole('link').allTextContents()).toEqual([message]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('username');
    const field = page.getByLabel('User name');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const describer = (await field.getAttribute('aria-describedby')) ?? '';
    expect(await page.locator(`#${describer}`).textContent()).toBe(message);
  });

  it('works where scripts are switched off', async () => {
    const { app, ask } = await start();
    const { page } = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(ask());
    await page.getByText('Development options').click();
    await page.getByLabel('Sign in as if').fill('900');
    await page.getByRole('button', { name: 'Continue with Example Social' }).click();
    await page.getByRole('button', { name: 'Continue as Sam Example' }).click();
    await page.waitForURL(`${app}/callback?*`);
    expect(new URL(page.url()).searchParams.get('code')).toMatch(/^[\w-]+$/);
  });

  it('hands over from one user to another', async () => {
    const { app, ask } = await start();
    const { page, complaints } = await openPage(browser);
    await page.goto(ask());
    await fillIn(page, 'alice', 'wonderland');
    await page.waitForURL(`${app}/callback?*`);
    await page.goto(ask({ prompt: 'login' }));
    await fillIn(page, 'bob', 'builder');
    await page.waitForURL(`${app}/callback?*`);
    await page.goto(ask({ prompt: 'login' }));
    expect(await page.getByLabel('User name').inputValue()).toBe('bob');
    expect(complaints).toEqual([]);
  });

  it('leaves a popup its opener, so that it can report back', async () => {
    const { app, ask } = await start('<title>Application</title><button>Open</button>');
    const { page } = await openPage(browser);
    await page.goto(app);
    const url = JSON.stringify(ask({ redirect_uri: `${app}/popup.html` }));
    await page.evaluate(`document.querySelector('button').onclick = () => open(${url}, 'popup')`);
    const opened = page.waitForEvent('popup');
    await page.getByRole('button').click();
    const popup = await opened;
    await fillIn(popup, 'alice', 'wonderland');
    await popup.waitForURL(`${app}/popup.html?*`);
    expect(await popup.evaluate<boolean>('window.opener !== null')).toBe(true);
  });

  it('is not shown in a frame', async () => {
    const { app, ask } = await start();
    const { page, complaints } = await openPage(browser);
    await page.goto(app);
    const frame = JSON.stringify(`<iframe src="${ask()}"></iframe>`);
    await page.evaluate(`document.body.innerHTML = ${frame}`);
    await expect.poll(() => complaints.join()).toContain('frame-ancestors');
  });
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it.each([320, 1280])('every page is accessible and fits into %i pixels', async (width) => {
    const { app, provider, ask } = await start();
    const { page, hosts, complaints } = await openPage(browser, {
      colorScheme,
      viewport: { width, height: 800 },
    });
    const check = async (name: string) => {
      const path = `test-results/provider/${name}-${colorScheme}-${width}.png`;
      await page.screenshot({ path, fullPage: true });
      expect({ name, ...(await examine(page)) }).toEqual({ name, width, violations: [] });
    };
    await page.goto(ask());
    await check('sign-in');
    await page.getByText('Development options').click();
    await check('sign-in-options');
    await fillIn(page, 'alice', 'wrong');
    await check('sign-in-problem');
    await page.goto(ask({ acr_values: 'mfa' }));
    await fillIn(page, 'alice', 'wonderland');
    await check('code');
    await page.getByLabel('One-time code').fill('000000');
    await page.getByRole('button', { name: 'Continue' }).click();
    await check('code-problem');
    await page.getByLabel('One-time code').fill('123456');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(`${app}/callback?*`);
    await page.goto(ask({ prompt: 'login' }));
    await check('confirm');
    await page.getByRole('button', { name: 'Continue with Example Social' }).click();
    await check('social');
    await visitTheRest(page, provider, check);
    expect([...hosts].sort()).toEqual(['127.0.0.1', 'localhost']);
    // Chromium reports every answer of 400 and more on its own.
    expect(complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
  });
});

async function visitTheRest(
  page: Page,
  { issuer }: DevelopmentProvider,
  check: (name: string) => Promise<void>,
): Promise<void> {
  await page.goto(`${issuer}/session/end`);
  await check('sign-out');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await check('signed-out');
  await page.goto(issuer);
  await check('welcome');
  await page.goto(`${issuer}/auth?client_id=unknown`);
  await check('error');
  await page.goto(`${issuer}/sign-in/unknown`);
  await check('expired');
}

/** How wide the page is, and what axe finds. `evaluate` is not held back by the page's policy. */
async function examine(page: Page): Promise<{ width: number; violations: string[] }> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate<string[]>(
    `axe.run().then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`,
  );
  return { width: await page.evaluate<number>('document.documentElement.scrollWidth'), violations };
}
