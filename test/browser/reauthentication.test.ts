import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBankApp } from '../support/bank-app.js';
import type { BankApp, BankAppOptions } from '../support/bank-app.js';
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
import { clickWithoutUser, focusedText } from '../support/page-input.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const REFUSED = 'REFUSED Mutation.transfer';
const ALLOWED = 'ALLOWED Mutation.transfer';
/** Minor units, of somebody new. */
const OPENING_BALANCE = 250_000;

/** Alice at the page, signed in a quarter of an hour ago. */
async function start(options: BankAppOptions = {}) {
  const app = await startBankApp(options);
  const visit = await visitBank(browser, app);
  await visit.signIn();
  return { app, visit, page: visit.page };
}

const click = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** The money moved once, and nothing that is guarded was sent once more than it had to be. */
async function expectOneTransfer(app: BankApp, visit: BankVisit): Promise<void> {
  expect(await visit.outcomes()).toEqual(['Transfer: done']);
  expect(app.decisions()).toEqual([REFUSED, ALLOWED]);
  expect(visit.sent()).toEqual(['Transfer', 'Transfer']);
  expect(await visit.balance()).toBe(OPENING_BALANCE - 2500);
  expect(await dialogIn(visit.page).isVisible()).toBe(false);
}

/** Nothing ran, and nothing runs later: what is asked next is the next that arrives. */
async function expectNoTransfer(app: BankApp, visit: BankVisit): Promise<void> {
  const { length } = visit.sent();
  await click(visit.page, 'Rename');
  await visit.outcomes(2);
  expect(visit.sent().slice(length)).toEqual(['Rename']);
  expect(app.decisions().filter((decision) => decision.startsWith('ALLOWED'))).toEqual([]);
  expect(await visit.balance()).toBe(OPENING_BALANCE);
}

describe('a stale transfer', () => {
  it.each([4, 3] as const)(
    'moves the money once the user has signed in again, with Apollo Client %i',
    async (apollo) => {
      const { app, visit, page } = await start({ apollo });
      await click(page, 'Transfer');
      expect(await dialogIn(page).locator('p').first().textContent()).toBe(
        '“Transfer 25.00” needs a sign-in from the last minute. You last signed in 15 minutes ago.',
      );
      await signInAtProvider(await visit.openPopup(), ALICE);
      await expectOneTransfer(app, visit);
      expect(tokensIn(visit.urls)).toEqual([]);
      expect(visit.complaints).toEqual([]);
      expect(await page.getByLabel('Balance').textContent()).toBe('247500');
      expect(await visit.events()).toBe('required prompted confirmed succeeded');
    },
  );

  it('needs no mouse, and gives the focus back', async () => {
    const { app, visit, page } = await start();
    await page.getByRole('button', { name: 'Transfer', exact: true }).focus();
    await page.keyboard.press('Enter');
    await dialogIn(page).waitFor();
    expect(await focusedText(page)).toBe('Continue');
    const opened = page.waitForEvent('popup');
    await page.keyboard.press('Enter');
    const popup = await opened;
    await popup.getByLabel('Password').waitFor();
    await popup.keyboard.type('wonderland');
    await popup.keyboard.press('Enter');
    await expectOneTransfer(app, visit);
    expect(await focusedText(page)).toBe('Transfer');
  });

  it('runs once however often its buttons are clicked', async () => {
    const { app, visit, page } = await start();
    await page.getByRole('button', { name: 'Transfer', exact: true }).dblclick();
    const opened = page.waitForEvent('popup');
    await dialogIn(page).getByRole('button', { name: 'Continue' }).dblclick();
    await signInAtProvider(await opened, ALICE);
    await expectOneTransfer(app, visit);
    expect(visit.popups()).toBe(1);
  });

  it.each([
    { lost: 'on its way', reachesServer: false, allowed: [] },
    { lost: 'on its way back', reachesServer: true, allowed: [ALLOWED] },
  ])(
    'is not sent a third time where the retry is lost $lost',
    async ({ reachesServer, allowed }) => {
      const { app, visit, page } = await start();
      await click(page, 'Transfer');
      const popup = await visit.openPopup();
      await visit.context.route(`${app.bank.url}/graphql`, async (route) => {
        if (reachesServer) await route.fetch();
        await route.abort('connectionreset');
      });
      await signInAtProvider(popup, ALICE);
      expect(await visit.outcomes()).toEqual(['Transfer: TypeError']);
      expect(app.decisions()).toEqual([REFUSED, ...allowed]);
      expect(visit.sent()).toEqual(['Transfer', 'Transfer']);
      expect(await visit.balance()).toBe(OPENING_BALANCE - 2500 * allowed.length);
    },
  );

  it('is gone after a reload, whatever becomes of the window', async () => {
    const { app, visit, page } = await start();
    await click(page, 'Transfer');
    const popup = await visit.openPopup();
    await page.reload();
    await page.getByText('Signed in as alice').waitFor();
    const closed = popup.waitForEvent('close');
    await signInAtProvider(popup, ALICE);
    await closed;
    expect(await dialogIn(page).isVisible()).toBe(false);
    expect(visit.sent()).toEqual(['Transfer']);
    expect(app.decisions()).toEqual([REFUSED]);
  });
});

describe('several stale mutations', () => {
  it('wait behind one dialog and one window, and each runs once', async () => {
    const { app, visit, page } = await start();
    await click(page, 'Three at once');
    const waiting = dialogIn(page).getByRole('listitem');
    await waiting.nth(2).waitFor();
    // In the order in which they were refused.
    expect((await waiting.allTextContents()).sort()).toEqual([
      'Change email',
      'First transfer',
      'Second transfer',
    ]);
    await signInAtProvider(await visit.openPopup(), ALICE);
    const outcomes = await visit.outcomes(3);
    expect([...outcomes].sort()).toEqual([
      'Change email: done',
      'First transfer: done',
      'Second transfer: done',
    ]);
    expect([...app.decisions()].sort()).toEqual([
      'ALLOWED Mutation.changeEmail',
      ALLOWED,
      ALLOWED,
      'REFUSED Mutation.changeEmail',
      REFUSED,
      REFUSED,
    ]);
    expect(await visit.balance()).toBe(OPENING_BALANCE - 300);
    expect(visit.popups()).toBe(1);
  });
});

it('What is not guarded does not wait behind the dialog', async () => {
  const { visit, page } = await start();
  await click(page, 'Transfer');
  await dialogIn(page).waitFor();
  await clickWithoutUser(page, 'Rename');
  expect(await visit.outcomes()).toEqual(['Rename: done']);
  expect(await dialogIn(page).isVisible()).toBe(true);
  await click(page, 'Cancel');
  expect(await visit.outcomes(2)).toEqual(['Rename: done', 'Transfer: REAUTH_CANCELLED user']);
});

describe('a user who', () => {
  it.each([
    { how: 'the button', cancel: (page: Page) => click(page, 'Cancel') },
    { how: 'Escape', cancel: (page: Page) => page.keyboard.press('Escape') },
  ])('cancels by $how sends nothing', async ({ cancel }) => {
    const { app, visit, page } = await start();
    await click(page, 'Transfer');
    await dialogIn(page).waitFor();
    await cancel(page);
    expect(await visit.outcomes()).toEqual(['Transfer: REAUTH_CANCELLED user']);
    expect(await dialogIn(page).isVisible()).toBe(false);
    expect(await focusedText(page)).toBe('Transfer');
    await expectNoTransfer(app, visit);
  });

  it('closes the window can open it again', async () => {
    const { app, visit, page } = await start();
    await click(page, 'Transfer');
    await (await visit.openPopup()).close();
    await signInAtProvider(await visit.openPopup('Open it again'), ALICE);
    await expectOneTransfer(app, visit);
  });

  it('cannot reauthenticate is not asked to', async () => {
    const app = await startBankApp();
    const visit = await visitBank(browser, app);
    await visit.signIn(SAM);
    await click(visit.page, 'Transfer');
    expect(await visit.outcomes()).toEqual(['Transfer: REAUTH_IMPOSSIBLE']);
    expect(await visit.events()).toBe('');
    expect(visit.sent()).toEqual(['Transfer']);
  });

  it('comes back as somebody else has sent nothing, and is who they were', async () => {
    const { app, visit, page } = await start();
    await click(page, 'Transfer');
    await signInAtProvider(await visit.openPopup(), BOB);
    expect(await visit.outcomes()).toEqual(['Transfer: USER_MISMATCH']);
    expect(await dialogIn(page).isVisible()).toBe(false);
    expect(await page.getByText('Signed in as').textContent()).toBe(
      'Signed in as alice@example.com',
    );
    await expectNoTransfer(app, visit);
    expect(visit.subjects()).toEqual(['alice']);
    await page.reload();
    await page.getByText('Signed in as alice').waitFor();
    expect(visit.subjects()).toEqual(['alice']);
  });

  it('signs out meanwhile sends nothing, whatever the window does', async () => {
    const { app, visit, page } = await start();
    await click(page, 'Transfer');
    const popup = await visit.openPopup();
    const closed = popup.waitForEvent('close');
    await clickWithoutUser(page, 'Sign out');
    expect(await visit.outcomes()).toEqual(['Transfer: REAUTH_CANCELLED logout']);
    await closed;
    await visit.signIn(BOB, 0);
    expect(await dialogIn(page).isVisible()).toBe(false);
    expect(app.decisions()).toEqual([REFUSED]);
    expect(visit.sent()).toEqual(['Transfer']);
  });
});

describe('a window that', () => {
  it('the provider takes from the page brings the sign-in all the same', async () => {
    const { app, visit, page } = await start({ severed: true });
    await click(page, 'Transfer');
    await signInAtProvider(await visit.openPopup(), ALICE);
    await expectOneTransfer(app, visit);
  });

  it('is blocked opens by a click', async () => {
    const { app, visit, page } = await start();
    await clickWithoutUser(page, 'Transfer');
    await dialogIn(page).waitFor();
    await clickWithoutUser(page, 'Continue');
    expect(await dialogIn(page).getByRole('alert').textContent()).toBe(
      'Your browser blocked the sign-in window. Allow pop-ups for this page, then try again.',
    );
    await signInAtProvider(await visit.openPopup('Try again'), ALICE);
    await expectOneTransfer(app, visit);
  });

  it('is blocked without a prompt of ours is told, and opens by a click', async () => {
    const { app, visit, page } = await start({ prompt: 'immediate' });
    await clickWithoutUser(page, 'Transfer', 'Transfer: POPUP_BLOCKED');
    const opened = page.waitForEvent('popup');
    await click(page, 'Transfer');
    await signInAtProvider(await opened, ALICE);
    expect(await visit.outcomes(2)).toEqual(['Transfer: POPUP_BLOCKED', 'Transfer: done']);
    expect(app.decisions()).toEqual([REFUSED, REFUSED, ALLOWED]);
    expect(await visit.balance()).toBe(OPENING_BALANCE - 2500);
  });
});
