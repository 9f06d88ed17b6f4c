import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBankApp } from '../support/bank-app.js';
import type { BankAppOptions } from '../support/bank-app.js';
import {
  ALICE,
  BOB,
  dialogIn,
  SAM,
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

/** Alice at the page, with a transfer that is held. */
async function holdTransfer(options: BankAppOptions) {
  const app = await startBankApp(options);
  const visit = await visitBank(browser, app);
  const { page } = visit;
  await visit.signIn();
  await page.getByRole('button', { name: 'Transfer', exact: true }).click();
  await dialogIn(page).waitFor();
  return { app, visit, page };
}

const offer = (page: Page) => page.getByRole('button', { name: 'Finish: Transfer 25.00' });

async function leavePage(page: Page): Promise<void> {
  await dialogIn(page).getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Password').waitFor();
}

async function expectNothingSent(visit: BankVisit): Promise<void> {
  expect(visit.sent()).toEqual(['Transfer']);
  expect(visit.subjects()).toEqual(['alice']);
  expect(await visit.balance()).toBe(250_000);
}

describe('auth0-spa-js', () => {
  it('moves the money once, by its popup', async () => {
    const { app, visit } = await holdTransfer({ sdk: 'auth0-spa-js' });
    await signInAtProvider(await visit.openPopup(), ALICE);
    expect(await visit.outcomes()).toEqual(['Transfer: done']);
    expect(app.decisions()).toEqual([REFUSED, ALLOWED]);
    expect(await visit.balance()).toBe(247_500);
    expect(tokensIn(visit.urls)).toEqual([]);
    expect(visit.complaints).toEqual([]);
  });

  it('can open the popup again that was closed', async () => {
    const { app, visit, page } = await holdTransfer({ sdk: 'auth0-spa-js' });
    await (await visit.openPopup()).close();
    await dialogIn(page).getByRole('alert').waitFor();
    await signInAtProvider(await visit.openPopup('Try again'), ALICE);
    expect(await visit.outcomes()).toEqual(['Transfer: done']);
    expect(app.decisions()).toEqual([REFUSED, ALLOWED]);
  });

  it('refuses somebody else, who has then left no session', async () => {
    const { visit, page } = await holdTransfer({ sdk: 'auth0-spa-js' });
    await signInAtProvider(await visit.openPopup(), BOB);
    expect(await visit.outcomes()).toEqual(['Transfer: USER_MISMATCH']);
    await expectNothingSent(visit);
    await page.reload();
    await page.getByText('Nobody is signed in').waitFor();
  });

  it('offers what was held after its redirect', async () => {
    const { app, visit, page } = await holdTransfer({ sdk: 'auth0-spa-js', mode: 'redirect' });
    await leavePage(page);
    await signInAtProvider(page, ALICE);
    await offer(page).waitFor();
    await expectNothingSent(visit);
    await offer(page).click();
    expect(await visit.outcomes()).toEqual(['Transfer 25.00: done']);
    expect(app.decisions()).toEqual([REFUSED, ALLOWED]);
    expect(tokensIn(visit.urls)).toEqual([]);
  });
});

describe('@authgear/web', () => {
  it('offers what was held after its redirect, and shows a token to nobody but Authgear', async () => {
    const { app, visit, page } = await holdTransfer({ sdk: 'authgear' });
    await leavePage(page);
    await signInAtProvider(page, ALICE);
    await offer(page).waitFor();
    await expectNothingSent(visit);
    await offer(page).click();
    expect(await visit.outcomes()).toEqual(['Transfer 25.00: done']);
    expect(app.decisions()).toEqual([REFUSED, ALLOWED]);
    expect(await visit.balance()).toBe(247_500);
    expect(visit.complaints).toEqual([]);
    // SECURITY.md: the SDK puts `id_token_hint` into the authorization URL, which the stand-in hands on to the provider.
    const paths = tokensIn(visit.urls).map((url) => new URL(url).pathname);
    expect(paths).toEqual(['/oauth2/authorize', '/auth']);
  });

  it('refuses somebody else', async () => {
    const { visit, page } = await holdTransfer({ sdk: 'authgear' });
    await leavePage(page);
    await page.getByText('Development options').click();
    await page.getByLabel('Let somebody else than alice come back').check();
    await signInAtProvider(page, BOB);
    expect(await page.getByRole('alert').textContent()).toBe('USER_MISMATCH');
    expect(await offer(page).isVisible()).toBe(false);
    await expectNothingSent(visit);
  });

  it('does not ask a user who cannot reauthenticate', async () => {
    const app = await startBankApp({ sdk: 'authgear' });
    const visit = await visitBank(browser, app);
    await visit.signIn(SAM);
    await visit.page.getByRole('button', { name: 'Transfer', exact: true }).click();
    expect(await visit.outcomes()).toEqual(['Transfer: REAUTH_IMPOSSIBLE']);
    expect(await visit.events()).toBe('');
  });
});
