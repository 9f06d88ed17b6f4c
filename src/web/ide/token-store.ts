import { createStore } from '../store.js';
import type { Store } from '../store.js';

const KEY = 'graphql-recent-auth:ide:token';

/** The ID token of this tab: not the page's, which all tabs share, and gone when the tab is closed. */
export function createTokenStore(): Store<string | undefined> {
  const store = createStore(sessionStorage.getItem(KEY) ?? undefined);
  return {
    ...store,
    set(token) {
      if (token === undefined) sessionStorage.removeItem(KEY);
      else sessionStorage.setItem(KEY, token);
      store.set(token);
    },
  };
}
