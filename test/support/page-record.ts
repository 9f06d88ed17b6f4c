import type { BrowserContext, Page } from 'playwright-core';

/** What a page did that nobody should notice, or notice once. Every document keeps its own. */
interface PageRecord {
  /** Sums of layout shifts: by themselves, and right after somebody typed or clicked. */
  readonly shifts: { alone: number; afterInput: number };
  /** What moved, and how far. */
  readonly moved: string[];
  /** What live regions came to say, in that order. */
  readonly said: string[];
}

declare global {
  interface Window {
    pageRecord: PageRecord;
  }
}

/** For every document that is opened from now on. */
export async function recordPages(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const record: PageRecord = { shifts: { alone: 0, afterInput: 0 }, moved: [], said: [] };
    window.pageRecord = record;

    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as readonly LayoutShift[]) {
        record.shifts[entry.hadRecentInput ? 'afterInput' : 'alone'] += entry.value;
        for (const { node, previousRect: from, currentRect: to } of entry.sources) {
          const name = node instanceof Element ? node.outerHTML.slice(0, 80) : node?.textContent;
          record.moved.push(`${name} from ${from.x},${from.y} to ${to.x},${to.y}`);
        }
      }
    }).observe({ type: 'layout-shift', buffered: true });

    const LIVE = '[role="status"], [role="alert"], [aria-live="polite"], [aria-live="assertive"]';
    new MutationObserver((mutations) => {
      const regions = new Set<Element>();
      for (const { target, addedNodes } of mutations) {
        const around = (target instanceof Element ? target : target.parentElement)?.closest(LIVE);
        if (around) regions.add(around);
        for (const node of addedNodes) {
          if (!(node instanceof Element)) continue;
          for (const region of [node, ...node.querySelectorAll('*')]) {
            if (region.matches(LIVE)) regions.add(region);
          }
        }
      }
      for (const region of regions) {
        const text = region.textContent.trim();
        if (text !== '') record.said.push(text);
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

/** What this document has recorded so far. */
export function readRecord(page: Page): Promise<PageRecord> {
  return page.evaluate(async () => {
    // Entries and mutations of the last frame are told after it.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return window.pageRecord;
  });
}

/** https://wicg.github.io/layout-instability/ */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRectReadOnly;
    readonly currentRect: DOMRectReadOnly;
  }[];
}
