import { createStore } from './store.js';
import type { Store } from './store.js';
import { isRecord, readTab, writeTab } from './tab-storage.js';

/** The switches of the side panel: what is hard to meet otherwise. */
export interface Settings {
  /** The API whose windows are seconds instead of minutes. */
  readonly shortWindows: boolean;
  /** Leave the page to sign in again, rather than opening a window. */
  readonly redirect: boolean;
  /** The provider's pages cut themselves off from the page that opened them. */
  readonly severed: boolean;
  /** The browser refuses to open windows. */
  readonly blocked: boolean;
  /** Somebody else is proposed at the next sign-in. */
  readonly stranger: boolean;
  readonly panelOpen: boolean;
}

const KEY = 'bank.settings';

const USUAL = {
  shortWindows: false,
  redirect: false,
  severed: false,
  blocked: false,
  stranger: false,
  panelOpen: false,
} satisfies Settings;

/** Kept in this tab: a redirect leaves the page, and should come back to the same switches. */
export function createSettings(): Store<Settings> {
  const store = createStore(restore());
  store.subscribe(() => {
    writeTab(KEY, store.get());
  });
  return store;
}

function restore(): Settings {
  const stored = readTab(KEY, isRecord) ?? {};
  const known = Object.entries(USUAL).map(([name, usual]): [string, boolean] => {
    const kept = stored[name];
    return [name, typeof kept === 'boolean' ? kept : usual];
  });
  return Object.fromEntries(known) as unknown as Settings;
}
