import type { Settings } from '../settings.js';
import type { Readable } from '../store.js';

/**
 * While the switch is on, `window.open` does what it does where a browser blocks it: it opens nothing and returns null.
 * Returns how to stop.
 */
export function blockPopups(settings: Readable<Settings>): () => void {
  // As a property: it is put back as it was, and called by nobody here.
  const original = Object.getOwnPropertyDescriptor(window, 'open');
  const apply = (blocked: boolean) => {
    if (blocked) Object.defineProperty(window, 'open', { ...original, value: () => null });
    else if (original) Object.defineProperty(window, 'open', original);
  };
  const unsubscribe = settings.subscribe(() => {
    apply(settings.get().blocked);
  });
  apply(settings.get().blocked);
  return () => {
    unsubscribe();
    apply(false);
  };
}
