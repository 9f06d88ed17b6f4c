import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { demoDialog, openDemo } from '../support/demo.js';
import type { Demo } from '../support/demo.js';
import { runDemo } from '../support/demo-run.js';
import { focusOf, tabTo } from '../support/keyboard-user.js';
import type { Focus } from '../support/keyboard-user.js';
import { readRecord, recordPages } from '../support/page-record.js';

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  [browser, demo] = await Promise.all([launchChromium(), openDemo()]);
});
afterAll(() => Promise.all([browser.close(), demo.close()]));

const PASSWORD = 'wonderland';

async function visit() {
  const run = await runDemo(browser, demo);
  await recordPages(run.context);
  await run.page.reload();
  await run.page.getByRole('button', { name: 'Sign in now' }).waitFor();
  return run;
}

/** The provider's page puts the focus there, a moment after it shows. */
function focusedPassword(page: Page): Locator {
  return page.getByLabel('Password').and(page.locator(':focus'));
}

/** From the welcome to the accounts. */
async function signIn(page: Page, button: string): Promise<readonly Focus[]> {
  const passed = await tabTo(page, button);
  await page.keyboard.press('Enter');
  // The provider knows the user, and waits for the password.
  await focusedPassword(page).waitFor();
  const atProvider = await focusOf(page);
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Transfer money' }).waitFor();
  return [...passed, atProvider];
}

/** The element's text that its attribute refers to. */
const referred = (page: Page, attribute: string) =>
  demoDialog(page).evaluate(
    (dialog, name) =>
      (dialog.getAttribute(name) ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent)
        .join(' ')
        .trim(),
    attribute,
  );

it('Without a mouse: the content is a key away, and Tab shows where it is', async () => {
  const { page, complaints } = await visit();
  await page.keyboard.press('Tab');
  expect(await focusOf(page)).toEqual({ name: 'Skip to the content', visible: true });
  await page.keyboard.press('Enter');
  const passed = [
    ...(await signIn(page, 'Sign in now')),
    ...(await tabTo(page, 'Skip to the content')),
    ...(await tabTo(page, 'nothing')),
  ];
  expect(passed.filter(({ visible }) => !visible)).toEqual([]);
  expect(passed.map(({ name }) => name)).toEqual([
    'Sign in as if 15 minutes ago',
    'Sign in now',
    'Password',
    'Skip to the content',
    'Under the hood',
    'Sign out',
    'Show account numbers',
    'From',
    'To',
    'Amount in euros',
    'Transfer',
    'New e-mail',
    'Change e-mail',
    'Account',
    'Close account',
    'Show recovery codes',
    'Look again',
    'nothing',
  ]);
  expect(complaints).toEqual([]);
});

it('Without a mouse: a transfer asks, is cancelled, asks again and goes through', async () => {
  const { page, decisions, complaints } = await visit();
  await signIn(page, 'Sign in as if 15 minutes ago');
  await tabTo(page, 'Amount in euros');
  await page.keyboard.type('25');
  await tabTo(page, 'Transfer');
  await page.keyboard.press('Enter');
  await demoDialog(page).waitFor();
  expect({
    name: await referred(page, 'aria-labelledby'),
    description: await referred(page, 'aria-describedby'),
    focus: [await focusOf(page), ...(await tabTo(page, 'Cancel'))],
  }).toEqual({
    name: 'Confirm it’s you',
    description:
      '“Transfer €25.00 to Savings” needs a sign-in from the last minute. You last signed in 15 minutes ago.',
    focus: [
      { name: 'Continue', visible: true },
      { name: 'Cancel', visible: true },
    ],
  });
  // Nothing behind the dialog is reached.
  const beyond = await tabTo(page, 'Continue');
  expect(beyond.map(({ name }) => name).filter((name) => name !== 'nothing')).toEqual(['Continue']);

  await page.keyboard.press('Escape');
  await page.getByText('Cancelled. Nothing was changed.').waitFor();
  expect(await focusOf(page)).toEqual({ name: 'Transfer', visible: true });

  await page.keyboard.press('Enter');
  await demoDialog(page).waitFor();
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')]);
  await focusedPassword(popup).waitFor();
  expect(await focusOf(popup)).toEqual({ name: 'Password', visible: true });
  await popup.keyboard.type(PASSWORD);
  await popup.keyboard.press('Enter');
  await page.getByText('€25.00 moved to Savings.').waitFor();
  await demoDialog(page).waitFor({ state: 'hidden' });
  expect(await focusOf(page)).toEqual({ name: 'Transfer', visible: true });
  expect({ decisions: decisions(), complaints }).toEqual({
    decisions: [
      'REFUSED Mutation.transfer',
      'REFUSED Mutation.transfer',
      'ALLOWED Mutation.transfer',
    ],
    complaints: [],
  });

  // A screen reader is told each step once, and of no second of the countdowns.
  await hearTicks(page, 3);
  const { said } = await readRecord(page);
  expect(said.filter((text) => text !== 'Checking your sign-in…')).toEqual([
    'Cancelled. Nothing was changed. You can try again whenever you like.',
    'Waiting for the sign-in window. If you closed it, open it again.',
    '€25.00 moved to Savings.',
  ]);
});

it('Without a mouse: a secret is shown and hidden, and the focus stays on its button', async () => {
  const { page, complaints } = await visit();
  await signIn(page, 'Sign in as if 15 minutes ago');
  await tabTo(page, 'Show recovery codes');
  await page.keyboard.press('Enter');
  await demoDialog(page).waitFor();
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')]);
  await focusedPassword(popup).waitFor();
  await popup.keyboard.type(PASSWORD);
  await popup.keyboard.press('Enter');
  await demoDialog(page).waitFor({ state: 'hidden' });
  await page.getByText('Your recovery codes are shown.').waitFor();
  expect(await focusOf(page)).toEqual({ name: 'Hide recovery codes', visible: true });
  await page.keyboard.press('Enter');
  expect(await focusOf(page)).toEqual({ name: 'Show recovery codes', visible: true });
  expect(complaints).toEqual([]);
});

it('Without a mouse: the panel opens, closes, and gives the focus back', async () => {
  const { page, complaints } = await visit();
  await tabTo(page, 'Under the hood');
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', { name: 'Under the hood' }).waitFor();
  await tabTo(page, 'Short windows');
  await page.keyboard.press('Space');
  expect(await page.getByRole('switch', { name: 'Short windows' }).isChecked()).toBe(true);
  await tabTo(page, 'Close');
  await page.keyboard.press('Enter');
  expect(await focusOf(page)).toEqual({ name: 'Under the hood', visible: true });
  expect(complaints).toEqual([]);
});

it('On a narrow page, the panel that opens out of sight is gone to, with the focus', async () => {
  const { page, complaints } = await visit();
  await page.setViewportSize({ width: 320, height: 640 });
  await tabTo(page, 'Under the hood');
  await page.keyboard.press('Enter');
  const title = page.getByRole('heading', { name: 'Under the hood' });
  await expect.poll(() => title.evaluate((it) => it === document.activeElement)).toBe(true);
  const { top } = await title.evaluate((it) => it.getBoundingClientRect());
  expect(top >= 0 && top < 320).toBe(true);
  await page.keyboard.press('Tab');
  expect(await focusOf(page)).toEqual({ name: 'Close', visible: true });
  await page.keyboard.press('Enter');
  expect(await focusOf(page)).toEqual({ name: 'Under the hood', visible: true });
  expect(complaints).toEqual([]);
});

it('On a wide page, the panel opens without the focus', async () => {
  const { page } = await visit();
  await tabTo(page, 'Under the hood');
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', { name: 'Under the hood' }).waitFor();
  expect(await focusOf(page)).toEqual({ name: 'Under the hood', visible: true });
  const toggle = page.getByRole('banner').getByRole('button', { name: 'Under the hood' });
  expect(await toggle.evaluate((it) => it === document.activeElement)).toBe(true);
});

/** Until the countdown of transfers has moved so many times. */
async function hearTicks(page: Page, ticks: number): Promise<void> {
  const timer = page.getByRole('listitem').filter({ hasText: 'Transfers' }).getByRole('timer');
  for (let tick = 0; tick < ticks; tick += 1) {
    const before = await timer.textContent();
    await timer.filter({ hasNotText: before ?? '' }).waitFor();
  }
}
