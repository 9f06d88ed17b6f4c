import { ReauthCancelledError } from '../client/index.js';

/** Settles as `work` does, or rejects as soon as the signal aborts: SDKs leave promises open for ever. */
export async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const cancel = () => {
      reject(new ReauthCancelledError('signal'));
    };
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { signal: done.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    done.abort();
  }
}
