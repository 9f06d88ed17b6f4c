'use client';

import { useCallback, useEffect, useRef } from 'react';

/**
 * Finishes what a native dialog does when it closes: it gives the focus back to what had it when it opened. A button that is
 * disabled while its operation waits had lost it by then, and one that is gone cannot have it: its place on the page gets it.
 */
export function useReturnFocus(open: boolean): () => void {
  /** What had the focus last, and all it stood in. */
  const path = useRef<readonly EventTarget[]>([]);

  useEffect(() => {
    if (open) {
      if (wasLeft(path.current[0])) path.current = [];
      return undefined;
    }
    const remember = (event: FocusEvent) => {
      path.current = event.composedPath();
    };
    document.addEventListener('focusin', remember);
    return () => {
      document.removeEventListener('focusin', remember);
    };
  }, [open]);

  return useCallback(() => {
    if (focusedIn(document)) return;
    const place = path.current.find((node) => node instanceof HTMLElement && node.isConnected);
    if (!(place instanceof HTMLElement) || place === document.body) return;
    if (place === path.current[0]) focusOnceEnabled(place);
    else focusPlace(place);
  }, []);
}

/** What has the focus in a node's document or shadow tree; nothing where that is the page as a whole. */
export function focusedIn(node: Node): Element | null {
  const { activeElement } = node.getRootNode() as Document | ShadowRoot;
  return activeElement === document.body ? null : activeElement;
}

/** The user took the focus away; it did not get lost. */
function wasLeft(last: EventTarget | undefined): boolean {
  const isAble = last instanceof HTMLElement && last.isConnected && !last.matches(':disabled');
  return isAble && focusedIn(last) !== last;
}

function focusOnceEnabled(element: HTMLElement): void {
  element.focus();
  if (!element.matches(':disabled')) return;
  const observer = new MutationObserver(() => {
    if (element.matches(':disabled')) return;
    observer.disconnect();
    if (!focusedIn(element)) element.focus({ preventScroll: true });
  });
  observer.observe(element, { attributeFilter: ['disabled'] });
}

function focusPlace(place: HTMLElement): void {
  if (!place.hasAttribute('tabindex')) {
    place.tabIndex = -1;
    const restore = () => {
      place.removeAttribute('tabindex');
    };
    place.addEventListener('blur', restore, { once: true });
  }
  place.focus({ preventScroll: true });
}
