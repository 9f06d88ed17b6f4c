import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBankApp } from '../support/bank-app.js';
import {
  ALICE,
  BOB,
  dialogIn,
  signInAtProvider,
  tokensIn,
  visitBank,
} from '../support/bank-visit.js';
import type { BankVisit } from '../support/bank-visit.js';
import { launchChromium } from '../support/chromium.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const REFUSED = 'REFUSED Mutation.transfer';
const ALLOWED = 'ALLOWED Mutation.transfer';

/** Alice at the provider, sent there on behalf of a transfer that is held. */
async function leavePage() {
  const app = await startBankApp({ mode: 'redirect' });
  const visit = await visitBank(browser, app);
  const { page } = visit;
  await visit.signIn();
  await page.getByRole('button', { name: 'Transfer', exact: true }).click();
  await dialogIn(page).getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Password').waitFor();
  return { app, visit, page };
}

const offer = (page: Page) => page.getByRole('button', { name: 'Finish: Transfer 25.00' });

async function expectNothingSent(visit: BankVisit): Promise<void> {
  expect(visit.sent()).toEqual(['Transfer']);
  expect(await visit.balance()).toBe(250_000);
}

describe('a transfer for which the page was left', () => {
  it('is offered on the way back, and runs once when it is accepted', async () => {
    const { app, visit, page } = await leavePage();
    await signInAtProvider(page, ALICE);
    await offer(page).waitFor();
    expect(page.url()).toBe(`${app.origin}/`);
    await expectNothingSent(visit);
    await offer(page).click();
    expect(await visit.outcomes()).toEqual(['Transfer 25.00: done']);
    expect(app.decisions()).toEqual([REFUSED, ALLOWED]);
    expect(await visit.balance()).toBe(247_500);
    expect(await offer(page).isVisible()).toBe(false);
    expect(tokensIn(visit.urls)).toEqual([]);
    expect(visit.complaints).toEqual([]);
  });

  it('is offered although the provider was reloaded, and once only', async () => {
    const { visit, page } = await leavePage();
    await page.reload();
    await signInAtProvider(page, ALICE);
    await offer(page).waitFor();
    await page.reload();
    await page.getByText('Signed in as alice').waitFor();
    expect(await offer(page).isVisible()).toBe(false);
    await expectNothingSent(visit);
  });

  it('is given up by going back, and can be begun anew', async () => {
    const { app, visit, page } = await leavePage();
    // The page comes out of the back/forward cache as it was left, and is not loaded.
    await page.goBack({ waitUntil: 'commit' });
    expect(await visit.outcomes()).toEqual(['Transfer: REAUTH_CANCELLED user']);
    expect(await dialogIn(page).isVisible()).toBe(false);
    await expectNothingSent(visit);
    await page.getByRole('button', { name: 'Transfer', exact: true }).click();
    await dialogIn(page).getByRole('button', { name: 'Continue' }).click();
    await signInAtProvider(page, ALICE);
    await offer(page).click();
    await page.getByText('Transfer 25.00: done').waitFor();
    expect(app.decisions()).toEqual([REFUSED, REFUSED, ALLOWED]);
  });

  it('is not offered to somebody else', async () => {
    const { visit, page } = await leavePage();
    await signInAtProvider(page, BOB);
    expect(await page.getByRole('alert').textContent()).toBe('USER_MISMATCH');
    await page.getByText('Signed in as alice').waitFor();
    expect(await offer(page).isVisible()).toBe(false);
    await expectNothingSent(visit);
    expect(visit.subjects()).toEqual(['alice']);
  });

  it('is not offered where the sign-in was declined', async () => {
    const { visit, page } = await leavePage();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('REAUTH_CANCELLED user');
    await page.getByText('Signed in as alice').waitFor();
    expect(await offer(page).isVisible()).toBe(false);
    await expectNothingSent(visit);
  });
});
