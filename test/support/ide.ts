import axe from 'axe-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { passProvider } from './demo.js';
import type { DemoUser } from './demo.js';
import { watchContext } from './watched-context.js';
import type { ContextRecord } from './watched-context.js';

/** Somebody's browser at the IDE, which reaches nothing but this machine. */
export interface IdeVisit extends ContextRecord {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The sign-in bar. */
  readonly bar: Locator;
}

export async function visitIde(
  browser: Browser,
  origin: string,
  { width = 1280, height = 720 } = {},
): Promise<IdeVisit> {
  const context = await browser.newContext({ viewport: { width, height } });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(30_000);
  const watched = await watchContext(context);
  const page = await context.newPage();
  await page.goto(`${origin}/ide`);
  await altairOf(page);
  return { page, context, bar: barOf(page), ...watched };
}

/** Waits until Altair can be worked with. */
export async function altairOf(page: Page): Promise<void> {
  await page.getByText('(Send query Viewer)').first().waitFor();
}

export function barOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Sign-in' });
}

export type IdeSignInButton = 'Sign in now' | 'Sign in as if 15 minutes ago' | 'Sign in';

/** Clicks on a button of the bar, and waits for the window that opens. */
export async function openIdeSignIn(
  { page, bar }: Pick<IdeVisit, 'page' | 'bar'>,
  button: IdeSignInButton,
): Promise<Page> {
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    bar.getByRole('button', { name: button, exact: true }).click(),
  ]);
  return popup;
}

/** In the window that the bar opens, which then closes itself. */
export async function signInToIde(
  visit: Pick<IdeVisit, 'page' | 'bar'>,
  button: IdeSignInButton,
  user: DemoUser = 'alice',
): Promise<void> {
  const popup = await openIdeSignIn(visit, button);
  const closed = popup.waitForEvent('close');
  await passProvider(popup, user);
  await closed;
  await visit.bar.getByText(`${user}, signed in`).waitFor();
}

/** Sends one of the operations in the editor, and waits until Altair shows an answer with this text. */
export async function sendInIde(page: Page, operation: string, answer: string): Promise<void> {
  await page.getByText(` ${operation})`).first().click();
  const result = page.locator('app-query-result .cm-content').filter({ hasText: answer });
  await result.first().waitFor();
}

/** The rows of Altair's dialog, as `key: value`; an empty one is for something new. */
export async function headersIn(page: Page): Promise<readonly string[]> {
  await page.keyboard.press('Control+Shift+H');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Add header' }).waitFor();
  // What an empty field shows is a hint.
  const fields = await dialog
    .locator('.cm-content')
    .evaluateAll((editors) =>
      editors.map((editor) => (editor.querySelector('.cm-placeholder') ? '' : editor.textContent)),
    );
  await dialog.getByRole('button', { name: 'Done' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const rows = fields.flatMap((key, i) => (i % 2 === 0 ? [`${key}: ${fields[i + 1] ?? ''}`] : []));
  return rows.filter((row) => row !== ': ');
}

/** Everything that this origin keeps after the tab is closed. */
export function storedIn(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(new Error('IndexedDB cannot be read'));
        };
      });
    const kept: unknown[] = [Object.entries(localStorage)];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await answer(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        kept.push(await answer(database.transaction(store).objectStore(store).getAll()));
      }
      database.close();
    }
    return JSON.stringify(kept);
  });
}

/** What axe finds in the bar: WCAG 2.2, levels A and AA, and what it calls best practice. */
export async function examineBar(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const options: axe.RunOptions = {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
  };
  return page.evaluate<string[]>(
    `axe.run('#ide-bar', ${JSON.stringify(options)}).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`,
  );
}
