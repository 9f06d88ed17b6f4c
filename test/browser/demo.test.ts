import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import {
  demoDialog,
  openDemo,
  openSignInWindow,
  passProvider,
  startTransfer,
} from '../support/demo.js';
import type { Demo } from '../support/demo.js';
import { runDemo } from '../support/demo-run.js';

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  [browser, demo] = await Promise.all([launchChromium(), openDemo()]);
});
afterAll(() => Promise.all([browser.close(), demo.close()]));

/** Seconds: older than every window of the bank. */
const OLD = 1000;

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

interface GuardedAction {
  readonly action: string;
  readonly operation: string;
  readonly field: string;
  readonly start: (page: Page) => Promise<void>;
  /** What the dialog says. */
  readonly asks: string;
  /** What the page shows when it is done. */
  readonly shows: string | RegExp;
}

it.each<GuardedAction>([
  {
    action: 'A transfer',
    operation: 'Transfer',
    field: 'Mutation.transfer',
    start: (page) => startTransfer(page),
    asks: '“Transfer €25.00 to Savings” needs a sign-in from the last minute.',
    shows: '€25.00 moved to Savings.',
  },
  {
    action: 'A change of the e-mail',
    operation: 'ChangeEmail',
    field: 'Mutation.changeEmail',
    async start(page) {
      await page.getByLabel('New e-mail').fill('alice@new.example');
      await press(page, 'Change e-mail');
    },
    asks: '“Change the e-mail to alice@new.example” needs a sign-in from the last 5 minutes.',
    shows: 'Your e-mail is alice@new.example now.',
  },
  {
    action: 'A look at the account numbers',
    operation: 'AccountNumbers',
    field: 'Account.number',
    start: (page) => press(page, 'Show account numbers'),
    asks: '“Show account numbers” needs a sign-in from the last 15 minutes.',
    shows: /^\d{16}$/,
  },
  {
    action: 'A look at the recovery codes',
    operation: 'RecoveryCodes',
    field: 'Viewer.recoveryCodes',
    start: (page) => press(page, 'Show recovery codes'),
    asks: '“Show recovery codes” needs a sign-in from the last 5 minutes.',
    shows: /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/,
  },
])(
  '$action asks, and a sign-in in the window releases it, once',
  async ({ operation, field, start, asks, shows }) => {
    const { page, signIn, sent, decisions, foreign, complaints } = await runDemo(browser, demo);
    await signIn({ age: OLD });
    await start(page);
    await demoDialog(page).getByText(`${asks} You last signed in 16 minutes ago.`).waitFor();
    const popup = await openSignInWindow(page);
    await passProvider(popup, 'alice');
    await page.getByText(shows).first().waitFor();
    await demoDialog(page).waitFor({ state: 'hidden' });
    expect({ sent: sent(), decisions: decisions(), foreign, complaints }).toEqual({
      sent: [operation, operation],
      decisions: [`REFUSED ${field}`, `ALLOWED ${field}`],
      foreign: [],
      complaints: [],
    });
  },
);

it('An account closes once its money is elsewhere, and says so before', async () => {
  const run = await runDemo(browser, demo);
  const { page, signIn, decisions, foreign, complaints } = run;
  await signIn({ user: 'bob', age: OLD });
  await press(page, 'Close account');
  await demoDialog(page)
    .getByText('“Close Everyday” needs a sign-in from the last 30 seconds.')
    .waitFor();
  await passProvider(await openSignInWindow(page), 'bob');
  await page
    .getByText('The account is not empty. Move its money to another account first.')
    .waitFor();

  await startTransfer(page, '2500');
  await page.getByText('€2,500.00 moved to Savings.').waitFor();
  await page
    .getByRole('option', { name: 'Everyday · €0.00' })
    .first()
    .waitFor({ state: 'attached' });
  await press(page, 'Close account');
  await page.getByText('Everyday is closed.').waitFor();
  await page
    .getByRole('option', { name: /^Everyday/ })
    .first()
    .waitFor({ state: 'detached' });
  expect({ decisions: decisions(), foreign, complaints }).toEqual({
    decisions: [
      'REFUSED Mutation.closeAccount',
      'ALLOWED Mutation.closeAccount',
      'ALLOWED Mutation.transfer',
      'ALLOWED Mutation.closeAccount',
    ],
    foreign: [],
    complaints: [],
  });
});
