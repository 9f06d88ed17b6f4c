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
  const { own, ratio } = await collectEach(async (round) => {
    const [own, other] = await inTurns(
      round,
      () => paint(browser, demo),
      () => paint(browser, `${bare}/?words=${words}`),
    );
    return { own, ratio: own / other };
  });
  return [
    { what: 'demo page, first paint', measured: own, unit: 'ms' },
    {
      what: 'the same, against bare React and Apollo Client',
      goal: 1.15,
      measured: ratio,
      unit: 'ratio',
    },
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

/** Milliseconds from the navigation on, in a browser that has nothing of it in its cache. */
async function paint(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  const milliseconds = await page.evaluate(firstContentfulPaint);
  await context.close();
  return milliseconds;
}

/** Runs in the page. */
function firstContentfulPaint(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list, observer) => {
      const [entry] = list.getEntriesByName('first-contentful-paint');
      if (!entry) return;
      observer.disconnect();
      resolve(entry.startTime);
    }).observe({ type: 'paint', buffered: true });
  });
}
