import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/protocol/index.js';
import { startBank } from '../support/bank-server.js';
import { launchChromium } from '../support/chromium.js';
import { openDemo, passProvider } from '../support/demo.js';
import type { Demo } from '../support/demo.js';
import { startProviderNow } from '../support/development-provider.js';
import { freePort } from '../support/free-port.js';
import {
  altairOf,
  examineBar,
  headersIn,
  openIdeSignIn,
  sendInIde,
  signInToIde,
  visitIde,
} from '../support/ide.js';
import { buildPage } from '../support/page-build.js';

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

describe("The IDE's sign-in", () => {
  it('counts up, says that its token has expired, and what to do', async () => {
    const visit = await visitIde(browser, demo.origin);
    const { page, bar } = visit;
    await signInToIde(visit, STALE);
    await page.clock.setSystemTime(Date.now() + 60_000);
    await bar.getByText('alice, signed in 16 minutes ago').waitFor();
    await page.clock.setSystemTime(Date.now() + 6 * 60_000);
    await bar.getByText('alice, signed in 21 minutes ago').waitFor();
    await bar.getByText(/ID token expired 1 minute ago: sign in again/).waitFor();
    await bar.getByRole('status').getByText('The ID token has expired. Sign in again.').waitFor();
    expect(await examineBar(page)).toEqual([]);
    await page.screenshot({ path: 'test-results/ide-expired.png' });
  });

  it('says that the browser blocked its window', async () => {
    const { page, bar } = await visitIde(browser, demo.origin);
    await page.evaluate(() => {
      window.open = () => null;
    });
    await bar.getByRole('button', { name: STALE }).click();
    const message = 'The browser blocked the sign-in window. Allow pop-ups here, then try again.';
    await bar.getByRole('status').getByText(message).waitFor();
    expect(await examineBar(page)).toEqual([]);
    await page.screenshot({ path: 'test-results/ide-blocked.png' });
  });

  it('ends well when the provider cuts its window off', async () => {
    const visit = await visitIde(browser, demo.origin);
    await visit.context.route(/\/auth\?/, (route) =>
      route.continue({ url: `${route.request().url()}&sever_popup=1` }),
    );
    const popup = await openIdeSignIn(visit, STALE);
    await popup.getByLabel('User name').waitFor();
    expect(await popup.evaluate(() => window.opener as unknown)).toBeNull();
    const closed = popup.waitForEvent('close');
    await passProvider(popup, 'alice');
    await visit.bar.getByText('alice, signed in 15 minutes ago').waitFor();
    await closed;
  });

  it('ends well when the IDE was reloaded meanwhile', async () => {
    const visit = await visitIde(browser, demo.origin);
    const popup = await openIdeSignIn(visit, STALE);
    await popup.getByLabel('User name').waitFor();
    await visit.page.reload();
    await altairOf(visit.page);
    await passProvider(popup, 'alice');
    await visit.bar.getByText('alice, signed in 15 minutes ago').waitFor();
    await sendInIde(visit.page, 'RecoveryCodes', '"code": "REAUTH_REQUIRED"');
  });

  it('says that the user gave up, and forgets that they closed the window', async () => {
    const visit = await visitIde(browser, demo.origin);
    const { bar } = visit;
    const popup = await openIdeSignIn(visit, STALE);
    await bar.getByText('Go on in the window that has opened.').first().waitFor();
    await popup.getByRole('button', { name: 'Cancel' }).click();
    await bar.getByText('The provider refused to sign you in: access_denied.').first().waitFor();
    const another = await openIdeSignIn(visit, STALE);
    await another.getByLabel('User name').waitFor();
    await another.close();
    await bar.getByText('Go on in the window').first().waitFor({ state: 'hidden' });
    await bar.getByRole('status').getByText('Nobody is signed in').waitFor();
  });

  it('says that the provider is down', async () => {
    const { page, bar } = await visitIde(browser, demo.origin);
    const put = (available: boolean) =>
      page.request.put(`${demo.origin}/demo/provider`, { data: { available } });
    onTestFinished(async () => {
      await fetch(`${demo.bank.url}/demo/provider`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ available: true }),
      });
    });
    expect((await put(false)).ok()).toBe(true);
    await bar.getByRole('button', { name: STALE }).click();
    const message = 'The provider could not be reached. Please try again.';
    await bar.getByRole('status').getByText(message).waitFor();
  });

  it("takes the place of a developer's own header, and leaves alone what they set after that", async () => {
    const visit = await visitIde(browser, demo.origin);
    const { page, bar } = visit;
    await signInToIde(visit, STALE);
    await typeHeader(page, 'Bearer mine');
    await bar.getByRole('button', { name: 'Sign out' }).click();
    expect(await headersIn(page)).toEqual(['Authorization: Bearer mine']);
    await signInToIde(visit, 'Sign in now');
    expect(await headersIn(page)).toEqual(['Authorization: Bearer {{idToken}}']);
  });

  it('hands the token over where Altair cannot be told', async () => {
    const visit = await visitIde(browser, demo.origin);
    const { page, bar, context } = visit;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    // As if Angular's handle were another one.
    await page.addInitScript(
      `Object.defineProperty(window, 'ng', { value: { set profiler(_) {}, get profiler() { return { appRef: {} } } } })`,
    );
    await page.reload();
    await altairOf(page);
    await signInToIde(visit, 'Sign in now');
    await bar.getByText('copy the token into its Authorization header').waitFor();
    await bar.getByRole('button', { name: 'Copy token' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^eyJ/);
    expect(await examineBar(page)).toEqual([]);
  });

  it('asks another issuer for a sign-in made now', async () => {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const provider = await startProviderNow({ appOrigins: [origin] });
    const bank = await startBank({
      port,
      demo: true,
      pageDir: await buildPage(),
      identity: { issuer: provider.issuer, audience: [provider.clientId] },
      clock: systemClock,
    });
    onTestFinished(() => bank.close());
    const visit = await visitIde(browser, origin);
    const { page, context, bar, complaints } = visit;
    expect(await bar.getByRole('button').allTextContents()).toEqual(['Sign in']);
    const asked = context.waitForEvent('request', (request) => request.url().includes('/auth?'));
    await signInToIde(visit, 'Sign in');
    const { searchParams } = new URL((await asked).url());
    expect([searchParams.get('prompt'), searchParams.get('max_age')]).toEqual(['login', '0']);
    await sendInIde(page, 'RecoveryCodes', '"recoveryCodes": [');
    expect(complaints).toEqual([]);
  });
});

async function typeHeader(page: Page, value: string): Promise<void> {
  await page.keyboard.press('Control+Shift+H');
  const dialog = page.getByRole('dialog');
  await dialog.locator('.cm-content').nth(1).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(value);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await dialog.waitFor({ state: 'hidden' });
}
