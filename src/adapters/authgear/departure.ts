import { parseRedirectRecord } from '../redirects.js';
import type { RedirectRecord } from '../redirects.js';

/** What the tab remembers while the user is away: the SDK keeps nothing but what PKCE needs. */
export interface Departure {
  readonly record: RedirectRecord;
  /** An ordinary sign-in, which the SDK finishes in another way. */
  readonly isOrdinary: boolean;
}

const KEY = 'graphql-recent-auth.authgear';

/** Throws where the browser keeps nothing: the `state` that comes back could not be checked. */
export function keepDeparture(departure: Departure): void {
  sessionStorage.setItem(KEY, JSON.stringify(departure));
}

/** Once, and only for the `state` that was sent. */
export function takeDeparture(state: string | null): Departure | undefined {
  const kept = JSON.parse(take() ?? 'null') as Partial<Record<keyof Departure, unknown>> | null;
  const record = parseRedirectRecord(kept?.record);
  return record && record.id === state
    ? { record, isOrdinary: kept?.isOrdinary === true }
    : undefined;
}

function take(): string | null {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return text;
  } catch {
    return null;
  }
}
