import type { Browser } from 'playwright-core';
import type { Measurement } from './goal.js';
import { collectEach, inTurns } from './measure.js';

/** The page for somebody who was never here, and one of as many words without what makes it a demo. */
export async function measureFirstPaint(
  browser: Browser,
  demo: string,
  bare: string,
): Promise<readonly Measurement[]> {
  const words = await countWords(browser, demo);
  const { first, ratio, largest } = await collectEach(async (round) => {
    const [own, other] = await inTurns(
      round,
      () => visit(browser, demo),
      () => visit(browser, `${bare}/?words=${words}`),
    );
    return { ...own, ratio: own.first / other.first };
  });
  return [
    { what: 'demo page, first paint', measured: first, unit: 'ms' },
    { what: '  against React, Apollo Client', goal: 1.15, measured: ratio, unit: 'ratio' },
    { what: 'demo page, its largest text', measured: largest, unit: 'ms' },
  ];
}

async function countWords(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const text = await page.locator('body').innerText();
  await page.close();
  return text.split(/\s+/).length;
}

/** Milliseconds from the navigation on. */
interface Paints {
  readonly first: number;
  /** Of what the page has to say, not of what it says while it loads. */
  readonly largest: number;
}

/** In a browser that has nothing of the page in its cache. */
async function visit(browser: Browser, url: string): Promise<Paints> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  const paints = await page.evaluate(observePaints);
  await context.close();
  return paints;
}

/** Runs in the page. */
function observePaints(): Promise<Paints> {
  return new Promise((resolve) => {
    let first: number | undefined;
    let largest: number | undefined;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.name === 'first-contentful-paint') first = entry.startTime;
        const { element } = entry as Partial<LargestContentfulPaint>;
        if (element?.closest('main:not([aria-busy])')) largest = entry.startTime;
      }
      if (first === undefined || largest === undefined) return;
      observer.disconnect();
      resolve({ first, largest });
    });
    for (const type of ['paint', 'largest-contentful-paint']) {
      observer.observe({ type, buffered: true });
    }
  });
}
