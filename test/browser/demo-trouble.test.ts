import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import {
  demoDialog,
  openDemo,
  openSignInWindow,
  passProvider,
  startTransfer,
} from '../support/demo.js';
import type { Demo } from '../support/demo.js';
import { aliceAt, ALLOWED, amountIn, NOT_AT_ALL, ONCE, REFUSED } from '../support/demo-run.js';
import type { DemoRun } from '../support/demo-run.js';

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  [browser, demo] = await Promise.all([launchChromium(), openDemo()]);
});
afterAll(() => Promise.all([browser.close(), demo.close()]));

const start = (age = 900) => aliceAt(browser, demo, { age });
const DONE = '€25.00 moved to Savings';
const UNREACHABLE = 'The bank could not be reached.';

const transferButton = (page: Page) => page.getByRole('button', { name: 'Transfer', exact: true });

/** From now on, what happens to requests that carry this operation. */
async function meddle(
  { context }: DemoRun,
  operation: string,
  handle: (route: Route) => Promise<void>,
): Promise<() => Promise<void>> {
  const meddleWith = async (route: Route) => {
    const { operationName } = route.request().postDataJSON() as { operationName?: string };
    await (operationName === operation ? handle(route) : route.fallback());
  };
  await context.route('**/graphql', meddleWith);
  return () => context.unroute('**/graphql', meddleWith);
}

/** The server does it, and nobody hears of it. */
async function loseAnswer(route: Route): Promise<void> {
  await route.fetch();
  await route.abort();
}

describe('pressing twice', () => {
  it.each([
    { how: 'a double click', press: (page: Page) => transferButton(page).dblclick() },
    {
      how: 'submitting twice at once',
      async press(page: Page) {
        // Two presses of Enter, without the time in which the second one would reach the dialog.
        await page.evaluate(`
          const { form } = document.querySelector('input[inputmode="decimal"]');
          form.requestSubmit();
          form.requestSubmit();
        `);
      },
    },
  ])('by $how, and twice in the dialog, makes one transfer', async ({ press }) => {
    const run = await start();
    const { page } = run;
    await page.getByLabel('Amount in euros').fill('25');
    await press(page);
    const opened = page.waitForEvent('popup');
    await demoDialog(page).getByRole('button', { name: 'Continue' }).dblclick();
    await passProvider(await opened, 'alice');
    await page.getByText(DONE).waitFor();
    expect(run.popups()).toBe(1);
    expect(await run.results()).toEqual(ONCE);
  });

  it('where nothing is asked makes one transfer', async () => {
    const run = await start(0);
    const { page } = run;
    await page.getByLabel('Amount in euros').fill('25');
    await transferButton(page).dblclick();
    await page.getByText(DONE).waitFor();
    expect(await run.results()).toEqual({ ...ONCE, sent: ['Transfer'], decisions: [ALLOWED] });
  });
});

describe('a network that is lost', () => {
  it('before anything is sent is said, and what was typed can be sent later', async () => {
    const run = await start(0);
    const { page, context } = run;
    await context.setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await startTransfer(page);
    await page.getByText(UNREACHABLE).waitFor();
    expect(await amountIn(page)).toBe('25');
    await context.setOffline(false);
    await page.getByText('You are offline.').waitFor({ state: 'hidden' });
    await transferButton(page).click();
    await page.getByText(DONE).waitFor();
    expect(await run.results()).toEqual({ ...ONCE, decisions: [ALLOWED] });
  });

  it.each([
    { then: 'pressing again', again: (page: Page) => transferButton(page).click() },
    {
      then: 'a reload and pressing again',
      async again(page: Page) {
        await page.reload();
        await transferButton(page).click();
      },
    },
    {
      then: 'thinking twice about the amount',
      async again(page: Page) {
        await page.getByLabel('Amount in euros').fill('26');
        await startTransfer(page, '25,00');
      },
    },
  ])('with the answer moves nothing twice after $then', async ({ again }) => {
    const run = await start(0);
    const { page } = run;
    const mend = await meddle(run, 'Transfer', loseAnswer);
    await page.getByLabel('Amount in euros').fill('25');
    await transferButton(page).dblclick();
    await page.getByText(UNREACHABLE).waitFor();
    expect(await run.moved()).toBe(2500);
    expect(await amountIn(page)).toBe('25');
    await mend();
    await again(page);
    await page.getByText(DONE).waitFor();
    expect(await amountIn(page)).toBe('');
    expect(await run.results()).toEqual({ ...ONCE, decisions: [ALLOWED, ALLOWED] });
    await startTransfer(page);
    await expect.poll(() => run.moved()).toBe(5000);
  });

  it('with the answer, and another amount in between, moves each once, and shows what moved', async () => {
    const run = await start(0);
    const { page } = run;
    const balances = page.getByRole('region', { name: 'Accounts' }).getByRole('list');
    const before = await balances.textContent();
    const mend = await meddle(run, 'Transfer', loseAnswer);
    await startTransfer(page, '6');
    await page.getByText(`${UNREACHABLE} It may have gone through nevertheless.`).waitFor();
    await expect.poll(() => balances.textContent()).not.toBe(before);
    await mend();
    await startTransfer(page, '6.50');
    await page.getByText('€6.50 moved to Savings').waitFor();
    await startTransfer(page, '6');
    await page.getByText('€6.00 moved to Savings').waitFor();
    expect(await run.moved()).toBe(1250);
    // Through, and known to be: the next one is another.
    await startTransfer(page, '6');
    await expect.poll(() => run.moved()).toBe(1850);
  });

  it('during the retry moves nothing twice', async () => {
    const run = await start();
    const { page } = run;
    await startTransfer(page);
    const popup = await openSignInWindow(page);
    const mend = await meddle(run, 'Transfer', loseAnswer);
    await passProvider(popup, 'alice');
    await page.getByText(UNREACHABLE).waitFor();
    expect(await amountIn(page)).toBe('25');
    await mend();
    await transferButton(page).click();
    await page.getByText(DONE).waitFor();
    expect(await run.results()).toEqual({
      ...ONCE,
      sent: ['Transfer', 'Transfer', 'Transfer'],
      decisions: [REFUSED, ALLOWED, ALLOWED],
    });
  });

  it('while the window is open is survived by opening it again', async () => {
    const run = await start();
    const { page, context } = run;
    await startTransfer(page);
    const popup = await openSignInWindow(page);
    await popup.getByLabel('Password').waitFor();
    await context.setOffline(true);
    await passProvider(popup, 'alice');
    await popup.close();
    expect(await demoDialog(page).getByRole('status').textContent()).toContain('Waiting');
    await context.setOffline(false);
    await passProvider(await openSignInWindow(page, 'Open it again'), 'alice');
    await page.getByText(DONE).waitFor();
    expect(await run.results()).toEqual(ONCE);
  });

  it('right after the transfer leaves its outcome on the page', async () => {
    const run = await start(0);
    const { page } = run;
    const balances = page.getByRole('region', { name: 'Accounts' }).getByRole('list');
    const before = await balances.textContent();
    let lost = 0;
    await meddle(run, 'Bank', (route) => {
      lost += 1;
      return route.abort();
    });
    await startTransfer(page);
    await expect.poll(() => lost).toBe(1);
    await page.getByText(DONE).waitFor();
    // By the transfer's own answer.
    await expect.poll(() => balances.textContent()).not.toBe(before);
    expect(await page.getByText('Your accounts cannot be shown').count()).toBe(0);
  });
});

describe('an API in trouble', () => {
  it.each([
    {
      status: 503,
      body: '<h1>Down</h1>',
      said: 'The bank has a problem. It may have gone through',
    },
    { status: 200, body: '<h1>Welcome to the hotel’s network</h1>', said: UNREACHABLE },
  ])(
    'that answers $status, $body, is said, with what to do next',
    async ({ status, body, said }) => {
      const run = await start(0);
      const { page } = run;
      const contentType = 'text/html';
      const mend = await meddle(run, 'Transfer', (route) =>
        route.fulfill({ status, body, contentType }),
      );
      await startTransfer(page);
      await page.getByText(said).waitFor();
      expect(await amountIn(page)).toBe('25');
      await mend();
      const mendToo = await meddle(run, 'Bank', (route) =>
        route.fulfill({ status, body, contentType }),
      );
      await page.reload();
      await page.getByRole('heading', { name: 'Your accounts cannot be shown' }).waitFor();
      await page.getByRole('button', { name: 'Try again' }).click();
      await mendToo();
      await page.getByRole('button', { name: 'Try again' }).click();
      await transferButton(page).click();
      await page.getByText(DONE).waitFor();
      expect(await run.results()).toEqual({ ...ONCE, decisions: [ALLOWED] });
    },
  );

  it('that is slow is waited for, and what is typed meanwhile stays', async () => {
    const run = await start(0);
    const { page } = run;
    const answers: (() => void)[] = [];
    const wait = async (route: Route) => {
      await new Promise<void>((resolve) => answers.push(resolve));
      await route.fallback();
    };
    const mend = await meddle(run, 'Bank', wait);
    await page.reload();
    await page.getByText('Looking up your accounts…').waitFor();
    await mend();
    answers.forEach((answer) => {
      answer();
    });
    const mendToo = await meddle(run, 'Transfer', wait);
    await startTransfer(page);
    await expect.poll(() => transferButton(page).getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('Amount in euros').fill('99');
    await transferButton(page).click({ force: true });
    await mendToo();
    answers.forEach((answer) => {
      answer();
    });
    await page.getByText(DONE).waitFor();
    expect(await amountIn(page)).toBe('99');
    expect(await run.results()).toEqual({ ...ONCE, sent: ['Transfer'], decisions: [ALLOWED] });
  });
});

it('A page of which a part cannot be loaded says so, and loads it again', async () => {
  const run = await start();
  const { page, context } = run;
  await startTransfer(page);
  await demoDialog(page).getByRole('button', { name: 'Cancel' }).click();
  const part = '**/open-session-*.js';
  await context.route(part, (route) => route.abort());
  await page.reload();
  await page.getByRole('heading', { name: 'The page could not be loaded' }).waitFor();
  await context.unroute(part);
  await page.getByRole('button', { name: 'Load it again' }).click();
  await page.getByRole('heading', { name: 'Transfer money' }).waitFor();
  expect(await amountIn(page)).toBe('25');
  const { complaints, ...others } = await run.results();
  expect({ ...others, complaints: complaints.length > 0 }).toEqual({
    ...NOT_AT_ALL,
    complaints: true,
  });
});
