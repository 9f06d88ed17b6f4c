/**
 * Starts a redirect and resolves once the page is being left; rejects where the SDK could not begin. An SDK's own promise may stay open
 * until the page is gone.
 */
export async function leavePage(
  start: () => Promise<unknown>,
): Promise<{ readonly redirecting: true }> {
  const done = new AbortController();
  const leaving = new Promise((resolve) => {
    for (const event of ['beforeunload', 'pagehide']) {
      window.addEventListener(event, resolve, { signal: done.signal });
    }
  });
  try {
    await Promise.race([start(), leaving]);
    return { redirecting: true };
  } finally {
    done.abort();
  }
}
