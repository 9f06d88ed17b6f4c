import type { Page } from 'playwright-core';

/** What has the focus, as somebody meets it who only has a keyboard. */
export interface Focus {
  /** Its label or text. */
  readonly name: string;
  /** In sight, not covered, and with an outline that can be seen. */
  readonly visible: boolean;
}

export function focusOf(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return { name: 'nothing', visible: true };
    const labels = focused instanceof HTMLInputElement ? [...(focused.labels ?? [])] : [];
    if (focused instanceof HTMLSelectElement) labels.push(...focused.labels);
    const name = [...labels, focused].map((element) => element.textContent.trim()).find(Boolean);

    const { outlineStyle, outlineWidth } = getComputedStyle(focused);
    const { x, y, width, height } = focused.getBoundingClientRect();
    const middle = document.elementFromPoint(x + width / 2, y + height / 2);
    const outlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    return {
      name: name ?? focused.ariaLabel ?? focused.tagName,
      visible: outlined && (focused === middle || focused.contains(middle)),
    };
  });
}

/** Presses Tab until this has the focus; returns all that had it on the way, this one last. */
export async function tabTo(page: Page, name: string): Promise<readonly Focus[]> {
  const passed: Focus[] = [];
  while (passed.length < 60) {
    await page.keyboard.press('Tab');
    const focus = await focusOf(page);
    passed.push(focus);
    if (focus.name === name) return passed;
  }
  throw new Error(`Tab never came to "${name}": ${passed.map((focus) => focus.name).join(', ')}`);
}
