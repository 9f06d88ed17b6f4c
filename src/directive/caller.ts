import type { AuthenticationContext } from '../protocol/index.js';
import type { Settings } from './settings.js';
import type { Caller } from './verdict.js';

/** A context older than this at the start of an operation was kept, not built, in seconds. */
const LONGEST_WAIT = 60;

/**
 * Reads what the context builder left in the context. Never throws: what is not there is not proved.
 * Answers with `known` itself where nothing has changed since.
 */
export function readCaller<TContext>(
  contextValue: TContext,
  { getAuthentication }: Settings<TContext>,
  known?: AuthenticationContext | 'NEVER_BUILT',
): AuthenticationContext | 'NEVER_BUILT' {
  try {
    const found = getAuthentication(contextValue);
    if (!found) return 'NEVER_BUILT';
    const { authentication, checkedAt } = found;
    const isKnown =
      typeof known === 'object' &&
      known.authentication === authentication &&
      known.checkedAt === checkedAt;
    if (isKnown) return known;
    const isBuilt = typeof authentication.status === 'string' && Number.isFinite(checkedAt);
    return isBuilt ? { authentication, checkedAt } : 'NEVER_BUILT';
  } catch {
    return 'NEVER_BUILT';
  }
}

/** For an operation that starts now: a context kept from yesterday is not its own. */
export function atStart<TContext>(
  caller: AuthenticationContext | 'NEVER_BUILT',
  { clock }: Settings<TContext>,
): Caller {
  if (typeof caller === 'string') return caller;
  return Math.abs(clock() - caller.checkedAt) <= LONGEST_WAIT ? caller : 'OUTDATED';
}
