import type { Page } from 'playwright-core';

/**
 * Clicks as a script does, not as a user: no popup may open for it. Reaches also what lies behind a modal dialog.
 * Resolves once the page shows the text, where one is given.
 */
export async function clickWithoutUser(page: Page, name: string, text = ''): Promise<void> {
  const session = await page.context().newCDPSession(page);
  // Whatever Playwright evaluates counts as a user's gesture for five seconds, unless a window opens.
  await session.send('Runtime.evaluate', {
    expression: `(async () => {
      open('')?.close();
      const buttons = Array.from(document.querySelectorAll('button'));
      buttons.find(({ textContent }) => textContent === ${JSON.stringify(name)}).click();
      while (!document.body.innerText.includes(${JSON.stringify(text)}))
        await new Promise(requestAnimationFrame);
    })()`,
    userGesture: false,
    awaitPromise: true,
  });
  await session.detach();
}

/** What the element that has the focus says. */
export function focusedText(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.textContent');
}
