import { onRemovedElsewhere } from '../stored-elsewhere.js';

export interface TokenEvents {
  subscribe(listener: () => void): () => void;
  notify(): void;
}

/** Before every key of the SDK in a `localStorage`. */
const PREFIX = '@@auth0spajs@@';

/** The SDK tells nobody: this is what the adapter does itself, and what other tabs do in a `localStorage` that they share. */
export function createTokenEvents(): TokenEvents {
  const listeners = new Set<() => void>();

  function notify(): void {
    for (const listener of [...listeners]) listener();
  }

  function onStorage({ key }: StorageEvent): void {
    // `null`: everything was cleared.
    if (key?.startsWith(PREFIX) ?? true) notify();
  }

  return {
    subscribe(listener) {
      if (listeners.size === 0) window.addEventListener('storage', onStorage);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) window.removeEventListener('storage', onStorage);
      };
    },
    notify,
  };
}

/** Signed out in another tab. */
export function onSignOutElsewhere(listener: () => void): () => void {
  return onRemovedElsewhere((key) => key.startsWith(PREFIX), listener);
}
