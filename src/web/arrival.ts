import type { PendingAction } from 'graphql-recent-auth/client';
import { explainError } from './explain-error.js';
import { notice } from './notice.js';
import type { Notice } from './notice.js';
import type { Session } from './session/session.js';

interface Arrival {
  readonly notice?: Notice | undefined;
  readonly unfinished?: PendingAction | undefined;
}

/** The page that the provider sends people back to. */
export function isArrival({ pathname }: Location): boolean {
  return pathname === '/callback';
}

/** Back from the provider: what was going on is offered, and nothing runs by itself. */
export async function arrive(session: Session): Promise<Arrival> {
  try {
    const { reauthenticated, returnTo, pendingAction } = await session.finishRedirect();
    leaveCallback(returnTo);
    if (!reauthenticated || pendingAction) return { unfinished: pendingAction };
    return { notice: notice('done', 'Thank you, it is you', 'You can go on now.') };
  } catch (error) {
    leaveCallback('/');
    return { notice: explainError(error) };
  }
}

/** The code in the address is spent: neither a reload nor the back button should find it. */
function leaveCallback(path: string): void {
  history.replaceState(null, '', path);
}
