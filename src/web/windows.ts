import { recentAuthRequirements } from './__generated__/recent-auth.js';
import { useBank } from './bank-context.js';
import { useStore } from './store.js';

/** An operation that asks for a recent sign-in. */
export type GuardedOperation = keyof typeof recentAuthRequirements;

/** How old a sign-in may be for this operation, in seconds, by the API that is in use. */
export function useWindow(operation: GuardedOperation): number {
  const { settings, config } = useBank();
  const { shortWindows } = useStore(settings);
  const { maxAge } = recentAuthRequirements[operation];
  return shortWindows ? Math.ceil(maxAge / config.shortWindowDivisor) : maxAge;
}
