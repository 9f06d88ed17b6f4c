import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
} from 'playwright-core';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/protocol/index.js';
import { startBank } from './bank-server.js';
import type { BankServer } from './bank-server.js';
import { buildPage } from './page-build.js';
import { watchContext } from './watched-context.js';
import type { ContextRecord } from './watched-context.js';

/** The demo as `npm start` serves it: the built page, the API, and the development provider. */
export interface Demo {
  /** On `localhost`; the provider is on 127.0.0.1, and so another site. */
  readonly origin: string;
  readonly bank: BankServer;
  /** What the API decided about operations that ask for a recent sign-in, such as `ALLOWED Mutation.transfer`. */
  readonly decisions: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** Closes when the test ends. */
export async function startDemo(): Promise<Demo> {
  const demo = await openDemo();
  onTestFinished(() => demo.close());
  return demo;
}

/** For several tests, which then share its users and their money; whoever opens it closes it. */
export async function openDemo(): Promise<Demo> {
  const bank = await startBank({
    demo: true,
    pageDir: await buildPage(),
    identity: { providerPort: 0 },
    clock: systemClock,
  });
  return {
    origin: bank.url.replace('127.0.0.1', 'localhost'),
    bank,
    decisions: () => decisionsIn(bank.log()),
    close: () => bank.close(),
  };
}

function decisionsIn(log: string): readonly string[] {
  return log
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine)
    .filter(({ msg }) => msg === 'Recent authentication decided')
    .map(({ outcome = '', fields = [] }) => `${outcome} ${fields.join(' ')}`);
}

interface LogLine {
  readonly msg: string;
  readonly outcome?: string;
  readonly fields?: readonly string[];
}

/** Somebody's browser at the demo, which reaches nothing but this machine. */
export interface DemoVisit extends ContextRecord {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Another tab, opened at the demo. */
  readonly openTab: () => Promise<Page>;
}

export async function visitDemo(
  browser: Browser,
  { origin }: Demo,
  options: BrowserContextOptions = {},
): Promise<DemoVisit> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  context.setDefaultTimeout(15_000);
  const watched = await watchContext(context);
  const openTab = async () => {
    const page = await context.newPage();
    await page.goto(origin);
    return page;
  };
  return { page: await openTab(), context, ...watched, openTab };
}

/** From the welcome page to the accounts. @param age as if so many seconds ago */
export async function signInToDemo(
  page: Page,
  { user = 'alice', age = 900 }: { readonly user?: DemoUser; readonly age?: number } = {},
): Promise<void> {
  const name = age === 0 ? 'Sign in now' : 'Sign in as if 15 minutes ago';
  await page.getByRole('button', { name }).click();
  if (age > 0) await page.getByLabel('as if this many seconds ago').fill(String(age));
  await passProvider(page, user);
  await page.getByRole('heading', { name: 'Transfer money' }).waitFor();
}

const PASSWORDS = { alice: 'wonderland', bob: 'builder', sam: undefined } as const;
export type DemoUser = keyof typeof PASSWORDS;

/** Fills in the provider's page, in the page or in its popup. */
export async function passProvider(page: Page, user: DemoUser): Promise<void> {
  const password = PASSWORDS[user];
  if (password === undefined) {
    await page.getByRole('button', { name: 'Continue with Example Social' }).click();
    await page.getByRole('button', { name: 'Continue as Sam Example' }).click();
    return;
  }
  await page.getByLabel('User name').fill(user);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Fills in the form and sends it. */
export async function startTransfer(page: Page, amount = '25'): Promise<void> {
  await page.getByLabel('Amount in euros').fill(amount);
  await page.getByRole('button', { name: 'Transfer', exact: true }).click();
}

/** What asks the user to sign in again. */
export function demoDialog(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Confirm it’s you' });
}

/** Clicks on what opens the sign-in window, and waits for that window. */
export async function openSignInWindow(page: Page, button = 'Continue'): Promise<Page> {
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    demoDialog(page).getByRole('button', { name: button }).click(),
  ]);
  return popup;
}

/** A switch of the side panel; opens the panel where it is closed. */
export async function flip(page: Page, name: string | RegExp): Promise<void> {
  const toggle = page.getByRole('banner').getByRole('button', { name: 'Under the hood' });
  if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click();
  await page.getByRole('complementary').getByRole('switch', { name }).click();
}
