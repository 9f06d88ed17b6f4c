import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBankApp } from '../support/bank-app.js';
import type { BankAppOptions } from '../support/bank-app.js';
import { ALICE, BOB, dialogIn, signInAtProvider, visitBank } from '../support/bank-visit.js';
import { launchChromium } from '../support/chromium.js';
import { overhear } from '../support/overhear.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const REFUSED = 'REFUSED Mutation.transfer';
const ALLOWED = 'ALLOWED Mutation.transfer';

async function start(options: BankAppOptions = {}) {
  const app = await startBankApp(options);
  const visit = await visitBank(browser, app);
  await visit.signIn();
  const other = await visit.context.newPage();
  await other.goto(app.origin);
  return { app, visit, page: visit.page, other };
}

async function holdTransfer(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Transfer', exact: true }).click();
  await dialogIn(page).waitFor();
}

describe('two tabs', () => {
  it('of one user ask once, and each sends its own', async () => {
    const { app, visit, page, other } = await start();
    await other.getByText('Signed in as alice').waitFor();
    await holdTransfer(page);
    await holdTransfer(other);
    const popup = await visit.openPopup();
    await other.getByText('Another tab is asking you to sign in.').waitFor();
    await signInAtProvider(popup, ALICE);
    expect(await visit.outcomes()).toEqual(['Transfer: done']);
    expect(await visit.outcomes(1, other)).toEqual(['Transfer: done']);
    expect(app.decisions()).toEqual([REFUSED, REFUSED, ALLOWED, ALLOWED]);
    expect(visit.sent()).toHaveLength(4);
    expect(await visit.balance()).toBe(245_000);
    expect(visit.popups()).toBe(1);
    expect(await visit.events(other)).toBe('required prompted resumed-from-other-tab');
  });

  it('of one user do not cancel for each other, and either can go on', async () => {
    const { app, visit, page, other } = await start();
    await holdTransfer(page);
    await holdTransfer(other);
    await visit.openPopup();
    await other.getByText('Another tab is asking you to sign in.').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await visit.outcomes()).toEqual(['Transfer: REAUTH_CANCELLED user']);
    const opened = other.waitForEvent('popup');
    await dialogIn(other).getByRole('button', { name: 'Continue' }).click();
    await signInAtProvider(await opened, ALICE);
    expect(await visit.outcomes(1, other)).toEqual(['Transfer: done']);
    expect(await visit.outcomes()).toEqual(['Transfer: REAUTH_CANCELLED user']);
    expect(app.decisions()).toEqual([REFUSED, REFUSED, ALLOWED]);
  });

  it('of one user have both nothing left to send where one signs out', async () => {
    const { app, visit, page, other } = await start();
    await holdTransfer(page);
    await other.getByRole('button', { name: 'Sign out' }).click();
    expect(await visit.outcomes()).toEqual(['Transfer: REAUTH_CANCELLED logout']);
    expect(await dialogIn(page).isVisible()).toBe(false);
    expect(app.decisions()).toEqual([REFUSED]);
  });

  it('of two users leave each other alone', async () => {
    const { app, visit, page, other } = await start({ tokens: 'tab' });
    await visit.signIn(BOB, 900, other);
    await holdTransfer(other);
    await holdTransfer(page);
    await signInAtProvider(await visit.openPopup(), ALICE);
    expect(await visit.outcomes()).toEqual(['Transfer: done']);
    expect(app.decisions()).toEqual([REFUSED, REFUSED, ALLOWED]);
    expect(await visit.events(other)).toBe('required prompted');
    expect(await dialogIn(other).getByRole('status').textContent()).toBe('');
    await other.getByRole('button', { name: 'Cancel' }).click();
    expect(await visit.outcomes(1, other)).toEqual(['Transfer: REAUTH_CANCELLED user']);
    expect(await visit.balance('bob')).toBe(250_000);
  });
});

it('RA-52: what tabs tell each other holds no token and names nobody', async () => {
  const { app, visit, page } = await start();
  const messages = await overhear(visit.context, app.origin, 'graphql-recent-auth');
  await holdTransfer(page);
  await signInAtProvider(await visit.openPopup(), ALICE);
  await visit.outcomes();
  const heard = (await messages()) as readonly { readonly type: string; readonly user: string }[];
  const [user = ''] = heard.map((message) => message.user);
  // SHA-256, in hexadecimal.
  expect(user).toMatch(/^[\da-f]{64}$/);
  expect(heard).toEqual([{ type: 'reauthenticated', user }]);
});
