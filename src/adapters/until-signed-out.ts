import { ReauthCancelledError } from '../client/index.js';

/**
 * Settles as `work` does, but for a user who signs out meanwhile: then with that, once `work` is done. It is told at once,
 * and has to undo what it does nevertheless.
 */
export async function untilSignedOut<T>(
  subscribe: (onSignOut: () => void) => () => void,
  work: (signedOut: AbortSignal) => Promise<T>,
): Promise<T> {
  const signedOut = new AbortController();
  const { signal } = signedOut;
  const unsubscribe = subscribe(() => {
    signedOut.abort();
  });
  try {
    return await work(signal);
  } catch (cause) {
    throw signal.aborted ? new ReauthCancelledError('logout', { cause }) : cause;
  } finally {
    unsubscribe();
  }
}
