import type { Readable } from '../store.js';
import { hasAuthorization, setVariable, withOurs, withoutOurs } from './authorization-header.js';
import type { Altair, AltairState, HeaderRow } from './find-altair.js';

/**
 * Keeps Altair in step with who is signed in. The token is an environment variable, and every window has a header
 * that names it: both can be seen, changed and removed there, until the next sign-in or reload.
 */
export function showInAltair(altair: Altair, token: Readable<string | undefined>): void {
  const known = new Set<string>();
  let state: AltairState | undefined;

  function setHeaders(
    windowId: string,
    rows: (before: readonly HeaderRow[]) => readonly HeaderRow[],
  ) {
    const before = state?.windows[windowId]?.headers ?? [];
    const headers = rows(before);
    if (headers === before) return;
    altair.dispatch({ type: 'SET_HEADERS', windowId, payload: { headers } });
  }

  function setToken() {
    const before = state?.environments.base.variablesJson ?? '';
    const value = setVariable(before, token.get());
    if (value === before) return;
    altair.dispatch({ type: 'UPDATE_BASE_ENVIRONMENT_JSON', payload: { value } });
  }

  altair.watch((next) => {
    state = next;
    for (const windowId of known) if (!(windowId in next.windows)) known.delete(windowId);
    for (const windowId of Object.keys(next.windows)) {
      if (known.has(windowId)) continue;
      known.add(windowId);
      // Restored, opened, copied or opened again: a header of the developer's own stays.
      setHeaders(windowId, (rows) => {
        if (token.get() === undefined) return withoutOurs(rows);
        return hasAuthorization(rows) ? rows : withOurs(rows);
      });
    }
  });
  setToken();
  token.subscribe(() => {
    setToken();
    const signedIn = token.get() !== undefined;
    for (const windowId of known) setHeaders(windowId, signedIn ? withOurs : withoutOurs);
  });
}
