import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { demoDialog, flip, openDemo, passProvider, startTransfer } from '../support/demo.js';
import type { Demo, DemoUser } from '../support/demo.js';
import { runDemo } from '../support/demo-run.js';
import type { DemoRun } from '../support/demo-run.js';

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  [browser, demo] = await Promise.all([launchChromium(), openDemo()]);
});
afterAll(() => Promise.all([browser.close(), demo.close()]));

/** Signed in too long ago, at a page that leaves for the provider. */
async function start(user: DemoUser = 'alice'): Promise<DemoRun> {
  const run = await runDemo(browser, demo);
  await flip(run.page, 'Leave the page to sign in');
  await run.signIn({ user, age: 1000 });
  return run;
}

/** Away to the provider, and back. */
async function goAndReturn(page: Page, user: DemoUser = 'alice'): Promise<void> {
  await demoDialog(page).getByRole('button', { name: 'Continue' }).click();
  await passProvider(page, user);
  await page.getByRole('heading', { name: 'Transfer money' }).waitFor();
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const offer = (page: Page) => page.getByRole('region', { name: 'Thank you, it is you. Go on?' });

/** What is typed, and in which address. */
async function typed(page: Page) {
  return {
    amount: await page.getByLabel('Amount in euros').inputValue(),
    email: await page.getByLabel('New e-mail').inputValue(),
    path: new URL(page.url()).pathname + new URL(page.url()).search,
  };
}

describe('After a sign-in that left the page', () => {
  it('the transfer is offered, and runs once when it is pressed, even twice', async () => {
    const { page, sent, decisions, moved, popups, foreign, complaints } = await start();
    await page.getByLabel('New e-mail').fill('alice@late');
    await startTransfer(page);
    await goAndReturn(page);
    await offer(page).getByText('Nothing has been sent yet.').waitFor();
    expect(await typed(page)).toEqual({ amount: '25', email: 'alice@late', path: '/' });
    expect({ sent: sent(), moved: await moved() }).toEqual({ sent: ['Transfer'], moved: 0 });

    await offer(page).getByRole('button', { name: 'Transfer €25.00 to Savings' }).dblclick();
    await page.getByText('Done: Transfer €25.00 to Savings.').waitFor();
    await offer(page).waitFor({ state: 'detached' });
    expect(await typed(page)).toEqual({ amount: '', email: 'alice@late', path: '/' });
    expect({
      sent: sent(),
      decisions: decisions(),
      moved: await moved(),
      popups: popups(),
      foreign,
      complaints,
    }).toEqual({
      sent: ['Transfer', 'Transfer'],
      decisions: ['REFUSED Mutation.transfer', 'ALLOWED Mutation.transfer'],
      moved: 2500,
      popups: 0,
      foreign: [],
      complaints: [],
    });
    // Through: the same once more is another transfer.
    await startTransfer(page);
    await expect.poll(() => moved()).toBe(5000);
  });

  it('"Not now" runs nothing and keeps what was typed, and the button is still there', async () => {
    const { page, sent, decisions, moved, complaints } = await start();
    await startTransfer(page, '30');
    await goAndReturn(page);
    await offer(page).getByRole('button', { name: 'Not now' }).click();
    await offer(page).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('heading', { name: 'Transfer money' }).waitFor();
    expect(await offer(page).count()).toBe(0);
    expect(await typed(page)).toEqual({ amount: '30', email: '', path: '/' });
    expect({ sent: sent(), moved: await moved() }).toEqual({ sent: ['Transfer'], moved: 0 });

    await press(page, 'Transfer');
    await page.getByText('€30.00 moved to Savings.').waitFor();
    expect({ decisions: decisions(), moved: await moved(), complaints }).toEqual({
      decisions: ['REFUSED Mutation.transfer', 'ALLOWED Mutation.transfer'],
      moved: 3000,
      complaints: [],
    });
  });

  it('the e-mail and the closing of an account are offered, too', async () => {
    const { page, sent, complaints } = await start('bob');
    await page.getByLabel('New e-mail').fill('bob@new.example');
    await press(page, 'Change e-mail');
    await goAndReturn(page, 'bob');
    await offer(page).getByRole('button', { name: 'Change the e-mail to bob@new.example' }).click();
    await page.getByText('Done: Change the e-mail to bob@new.example.').waitFor();
    expect((await typed(page)).email).toBe('');
    expect(sent()).toEqual(['ChangeEmail', 'ChangeEmail']);

    await press(page, 'Sign out');
    await press(page, 'Sign in as if 15 minutes ago');
    await passProvider(page, 'bob');
    await press(page, 'Close account');
    await goAndReturn(page, 'bob');
    await offer(page).getByRole('button', { name: 'Close Everyday' }).click();
    await page
      .getByText('The account is not empty. Move its money to another account first.')
      .waitFor();
    expect(sent().slice(2)).toEqual(['CloseAccount', 'CloseAccount']);
    expect(complaints).toEqual([]);
  });

  it('a look at secrets is not offered, but goes through now', async () => {
    const { page, sent, complaints } = await start();
    await press(page, 'Show recovery codes');
    await goAndReturn(page);
    await page.getByText('Thank you, it is you. You can go on now.').waitFor();
    expect(await offer(page).count()).toBe(0);
    expect(sent()).toEqual(['RecoveryCodes']);
    await press(page, 'Show recovery codes');
    await page.getByRole('button', { name: 'Hide recovery codes' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('nothing is offered to somebody else', async () => {
    const { page, sent, decisions, complaints } = await start();
    await startTransfer(page);
    await demoDialog(page).getByRole('button', { name: 'Continue' }).click();
    await passProvider(page, 'bob');
    await page.getByText('That was somebody else.').waitFor();
    expect(await offer(page).count()).toBe(0);
    expect(await page.getByRole('banner').getByText('Alice Example').isVisible()).toBe(true);
    expect((await typed(page)).amount).toBe('25');
    expect({ sent: sent(), decisions: decisions(), complaints }).toEqual({
      sent: ['Transfer'],
      decisions: ['REFUSED Mutation.transfer'],
      complaints: [],
    });
  });
});
