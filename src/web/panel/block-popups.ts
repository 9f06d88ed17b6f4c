import type { Settings } from '../settings.js';
import type { Readable } from '../store.js';

/**
 * While the switch is on, `window.open` does what it does where a browser blocks it: it opens nothing and returns null.
 * Returns how to stop.
 */
export function blockPopups(settings: Readable<Settings>): () => void {
  const original = globalThis.open;
  const openNothing = () => null;
  const apply = () => {
    window.open = settings.get().blocked ? openNothing : original;
  };
  const unsubscribe = settings.subscribe(apply);
  apply();
  return () => {
    unsubscribe();
    window.open = original;
  };
}
