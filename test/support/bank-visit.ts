import { decodeJwt } from 'jose';
import type { Browser, BrowserContext, Locator, Page, Request } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { BankApp } from './bank-app.js';
import { accountsOf } from './bank-client.js';
import type { Client } from './bank-server.js';

/** Somebody's browser at the bank, and what can be seen of it from outside. */
export interface BankVisit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Every address that was asked for, of the page, its popups and its other tabs. */
  readonly urls: readonly string[];
  /** What the pages wrote to the console that is an error or a warning. */
  readonly complaints: readonly string[];
  /** The names of the operations that the API was asked, but for the query that shows the accounts. */
  sent(): readonly string[];
  /** Whose tokens the API was sent. */
  subjects(): readonly string[];
  /** How many windows opened. */
  popups(): number;
  /** What the reauthenticator told, in words. */
  events(tab?: Page): Promise<string>;
  /** How operations ended, once so many have. */
  outcomes(count?: number, tab?: Page): Promise<readonly string[]>;
  /** The everyday account's balance, as the API says it. */
  balance(subject?: string): Promise<number>;
  /** Signs in, as if so many seconds ago. */
  signIn(user?: Person, age?: number, tab?: Page): Promise<void>;
  /** Clicks on what has the user sign in again, and waits for the window that opens. */
  openPopup(button?: string): Promise<Page>;
}

export interface Person {
  readonly username: string;
  readonly password: string | undefined;
}

export const ALICE: Person = { username: 'alice', password: 'wonderland' };
export const BOB: Person = { username: 'bob', password: 'builder' };
/** Signs in with a social account, and so cannot reauthenticate. */
export const SAM: Person = { username: 'sam', password: undefined };

/** Opens the page in a browser of its own, where nobody is signed in. */
export async function visitBank(browser: Browser, { origin, bank }: BankApp): Promise<BankVisit> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  context.setDefaultTimeout(15_000);
  const urls: string[] = [];
  const sent: string[] = [];
  const tokens = new Map<string, string>();
  const complaints: string[] = [];
  let popups = 0;
  context.on('request', (request) => {
    urls.push(request.url());
    if (request.url() === `${bank.url}/graphql` && request.method() === 'POST') note(request);
  });
  context.on('console', (message) => {
    const text = message.text();
    // Chromium reports every answer of 400 and more on its own.
    if (['error', 'warning'].includes(message.type()) && !text.startsWith('Failed to load')) {
      complaints.push(text);
    }
  });

  function note(request: Request): void {
    const { operationName = '' } = request.postDataJSON() as { operationName?: string };
    if (operationName !== 'Accounts') sent.push(operationName);
    const [, token] = (request.headers()['authorization'] ?? '').split(' ');
    if (token !== undefined) tokens.set(decodeJwt(token).sub ?? '', token);
  }
  function as(subject: string): Client {
    const token = tokens.get(subject);
    if (token === undefined) throw new Error(`${subject} has sent no token`);
    return bank.as(token);
  }

  const page = await context.newPage();
  page.on('popup', () => {
    popups += 1;
  });
  await page.goto(origin);
  return {
    page,
    context,
    urls,
    complaints,
    sent: () => [...sent],
    subjects: () => [...tokens.keys()],
    popups: () => popups,
    events: (tab = page) => tab.evaluate("document.documentElement.dataset.events ?? ''"),
    async balance(subject = 'alice') {
      const [everyday] = await accountsOf(as(subject));
      return everyday.balance;
    },
    async outcomes(count = 1, tab = page) {
      const outcomes = tab.getByLabel('Outcomes').getByRole('listitem');
      await outcomes.nth(count - 1).waitFor();
      return outcomes.allTextContents();
    },
    async signIn(user = ALICE, age = 900, tab = page) {
      await tab.getByRole('button', { name: 'Sign in' }).click();
      await signInAtProvider(tab, user, age);
      await tab.getByText(`Signed in as ${user.username}`).waitFor();
    },
    async openPopup(button = 'Continue') {
      const [popup] = await Promise.all([
        page.waitForEvent('popup'),
        dialogIn(page).getByRole('button', { name: button }).click(),
      ]);
      return popup;
    },
  };
}

/** What asks the user to sign in again. */
export function dialogIn(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Confirm it’s you' });
}

/** A token where none may be: addresses end up in histories and logs. */
export function tokensIn(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => /eyJ[\w-]+\.eyJ/.test(text));
}

/** Fills in the provider's page. */
export async function signInAtProvider(
  page: Page,
  { username, password }: Person,
  age = 0,
): Promise<void> {
  if (age > 0) {
    await page.getByText('Development options').click();
    await page.getByLabel('Sign in as if').fill(String(age));
  }
  if (password === undefined) {
    await page.getByRole('button', { name: 'Continue with Example Social' }).click();
    await page.getByRole('button', { name: 'Continue as Sam Example' }).click();
    return;
  }
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
