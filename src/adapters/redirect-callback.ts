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
      throw toReauthError(error);
    }
  }

  return (url = window.location.href) => {
    const result = results.get(url) ?? finishOnce(url);
    results.set(url, result);
    return result;
  };
}
