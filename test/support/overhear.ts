import type { BrowserContext } from 'playwright-core';

/** Listens to a `BroadcastChannel` from one more tab of the origin. What it returns tells what was said so far. */
export async function overhear(
  context: BrowserContext,
  origin: string,
  channel: string,
): Promise<() => Promise<readonly unknown[]>> {
  const page = await context.newPage();
  // There is no such page, so that nothing of the application runs in it.
  await page.goto(`${origin}/nothing`);
  await page.evaluate(`
    globalThis.heard = [];
    new BroadcastChannel(${JSON.stringify(channel)}).onmessage = ({ data }) => heard.push(data);
  `);
  return () => page.evaluate<readonly unknown[]>('heard');
}
