import type { Browser, Page, Request } from 'playwright-core';
import type { Measurement } from './goal.js';
import { collectEach, inTurns } from './measure.js';

/** People take as much for at once. */
const AT_ONCE_MS = 100;

/** From the click on Transfer to the dialog that asks, and the bare refusal by `fetch` from the same page. */
export async function measureDialog(
  browser: Browser,
  demo: string,
): Promise<readonly Measurement[]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(demo);
  await signIn(page);
  await enterAmount(page);
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.postData()?.includes('mutation Transfer') === true),
    pressTransfer(page),
  ]);
  const refused = await refusedMutation(request);
  const { own, ratio } = await collectEach(async (round) => {
    // A page asks five times a minute at the most, and a new one has asked nobody yet.
    await page.reload({ waitUntil: 'networkidle' });
    await enterAmount(page);
    const [own, other] = await inTurns(
      round,
      () => clickToDialog(page),
      () => page.evaluate(roundTrip, refused),
    );
    return { own, ratio: own / other };
  });
  await context.close();
  return [
    { what: 'click on Transfer, to the dialog', goal: AT_ONCE_MS, measured: own, unit: 'ms' },
    { what: '  against the refusal by fetch', measured: ratio, unit: 'ratio' },
  ];
}

async function signIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in as if 15 minutes ago' }).click();
  await page.getByLabel('User name').fill('alice');
  await page.getByLabel('Password').fill('wonderland');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

function enterAmount(page: Page): Promise<void> {
  return page.getByLabel('Amount in euros').fill('25');
}

function pressTransfer(page: Page): Promise<void> {
  return page.getByRole('button', { name: 'Transfer', exact: true }).click();
}

async function clickToDialog(page: Page): Promise<number> {
  const watch = await page.evaluateHandle(watchDialog);
  await pressTransfer(page);
  return watch.evaluate(({ shown }) => shown);
}

/** Runs in the page. `shown`: milliseconds from the next click to the first frame with the open dialog. */
function watchDialog(): { readonly shown: Promise<number> } {
  const shown = new Promise<number>((resolve) => {
    let pressed = NaN;
    const onClick = () => {
      pressed = performance.now();
    };
    const observer = new MutationObserver(() => {
      if (!document.querySelector('dialog[open]')) return;
      observer.disconnect();
      // The first comes before the frame is painted, the second after.
      requestAnimationFrame(() => {
        requestAnimationFrame(() => {
          resolve(performance.now() - pressed);
        });
      });
    });
    addEventListener('click', onClick, { capture: true, once: true });
    observer.observe(document.body, { subtree: true, attributeFilter: ['open'] });
  });
  return { shown };
}

interface RefusedMutation {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

async function refusedMutation(request: Request): Promise<RefusedMutation> {
  const { authorization = '', accept = '' } = await request.allHeaders();
  return {
    url: request.url(),
    headers: { authorization, accept, 'content-type': 'application/json' },
    body: request.postData() ?? '',
  };
}

/** Runs in the page. */
async function roundTrip({ url, headers, body }: RefusedMutation): Promise<number> {
  const start = performance.now();
  const response = await fetch(url, { method: 'POST', headers, body });
  const answer = await response.text();
  if (!answer.includes('REAUTH_REQUIRED')) throw new Error(`An unexpected answer: ${answer}`);
  return performance.now() - start;
}
