import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { passProvider } from './demo.js';
import type { DemoUser } from './demo.js';

/** Somebody's browser at the IDE, which reaches nothing but this machine. */
export interface IdeVisit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The sign-in bar. */
  readonly bar: Locator;
  /** Hosts other than this machine that were asked for anything; each such request is refused. */
  readonly foreign: readonly string[];
  /** Errors and warnings in the console, but for answers of 400 and more, which Chromium reports by itself. */
  readonly complaints: readonly string[];
}

export async function visitIde(
  browser: Browser,
  origin: string,
  { width = 1280, height = 720 } = {},
): Promise<IdeVisit> {
  const context = await browser.newContext({ viewport: { width, height } });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(30_000);
  const foreign: string[] = [];
  const complaints: string[] = [];
  await context.route(isForeign, (route) => {
    foreign.push(new URL(route.request().url()).host);
    return route.abort();
  });
  context.on('console', (message) => {
    const text = message.text();
    if (['error', 'warning'].includes(message.type()) && !text.startsWith('Failed to load')) {
      complaints.push(text);
    }
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  const page = await context.newPage();
  await page.goto(`${origin}/ide`);
  await altairOf(page);
  return { page, context, bar: barOf(page), foreign, complaints };
}

function isForeign({ protocol, hostname }: URL): boolean {
  return protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname);
}

/** Waits until Altair can be worked with. */
export async function altairOf(page: Page): Promise<void> {
  await page.getByText('(Send query Viewer)').first().waitFor();
}

export function barOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Sign-in' });
}

export type IdeSignInButton = 'Sign in now' | 'Sign in as if 15 minutes ago' | 'Sign in';

/** In the window that the bar opens. */
export async function signInToIde(
  { page, bar }: Pick<IdeVisit, 'page' | 'bar'>,
  button: IdeSignInButton,
  user: DemoUser = 'alice',
): Promise<void> {
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    bar.getByRole('button', { name: button, exact: true }).click(),
  ]);
  const closed = popup.waitForEvent('close');
  await passProvider(popup, user);
  await closed;
  await bar.getByText(`${user}, signed in`).waitFor();
}

/** Sends one of the operations in the editor, and waits for the API's answer. */
export async function sendInIde(page: Page, operation: string): Promise<unknown> {
  const [response] = await Promise.all([
    page.waitForResponse(
      (answer) =>
        answer.url().endsWith('/graphql') &&
        String(answer.request().postData()).includes(`"operationName":"${operation}"`),
    ),
    page.getByText(`${operation})`).first().click(),
  ]);
  return response.json();
}
