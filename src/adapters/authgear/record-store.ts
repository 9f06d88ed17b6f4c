import { parseRedirectRecord } from '../redirects.js';
import type { RedirectRecord } from '../redirects.js';

type Remedy = 'REAUTHENTICATE' | 'LOGIN';

const KEY = 'graphql-recent-auth.authgear';

/** Kept by the tab, not by the SDK, which keeps no state. Throws where the browser keeps nothing: `state` could not be checked. */
export function keepRecord(record: RedirectRecord, remedy: Remedy): void {
  sessionStorage.setItem(KEY, JSON.stringify({ record, remedy }));
}

/** Once, and only for the `state` that was sent. */
export function takeRecord(
  state: string | null,
): { readonly record: RedirectRecord; readonly remedy: Remedy } | undefined {
  const text = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  const kept = JSON.parse(text ?? 'null') as { record?: unknown; remedy?: unknown } | null;
  const record = parseRedirectRecord(kept?.record);
  if (!record || record.id !== state) return undefined;
  return { record, remedy: kept?.remedy === 'LOGIN' ? 'LOGIN' : 'REAUTHENTICATE' };
}
