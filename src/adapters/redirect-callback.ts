import { ReauthCancelledError } from '../client/index.js';
import type { RedirectingAdapter, RedirectResult } from './redirecting-adapter.js';
import { toReauthError } from './sdk-error.js';
import type { TokenGate } from './token-gate.js';

/** One answer to one URL, however often it is asked for: React's strict mode runs effects twice, and a code is good once. */
export function createRedirectCallback(
  gate: TokenGate,
  finish: (url: string) => Promise<RedirectResult>,
): RedirectingAdapter['handleRedirectCallback'] {
  const results = new Map<string, Promise<RedirectResult>>();

  async function finishOnce(url: string): Promise<RedirectResult> {
    try {
      return await gate.during(undefined, finish(url));
    } catch (error) {
      // RFC 6749 section 4.1.2.1: the user declined.
      if ((error as { error?: unknown } | null)?.error === 'access_denied') {
        throw new ReauthCancelledError('user', { cause: toReauthError(error) });
      }
      throw toReauthError(error);
    }
  }

  return (url = window.location.href) => {
    const known = results.get(url);
    if (known) return known;
    const result = finishOnce(url);
    results.set(url, result);
    // It is offered to who waits now, and not to who comes back to this URL.
    result.then(
      (settled) => results.set(url, Promise.resolve({ ...settled, pendingAction: undefined })),
      () => undefined,
    );
    return result;
  };
}
