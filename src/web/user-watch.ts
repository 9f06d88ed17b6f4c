import { notice } from './notice.js';
import type { Notice } from './notice.js';
import type { Bank } from './open-bank.js';
import type { User } from './session/session.js';

export interface UserWatch {
  /** They sign out in this tab themselves, and nothing of theirs stays. */
  readonly forget: () => void;
}

type Watched = Pick<Bank, 'session' | 'recentAuth' | 'client' | 'wire' | 'notices' | 'unfinished'>;

/** Another tab may sign the user out, or somebody else in: what this one shows is then nobody's business. */
export function watchUser(bank: Watched): UserWatch {
  const { session, recentAuth, client, wire, notices, unfinished } = bank;
  /** Who was here, the latest last. */
  let known: readonly User[] = [session.user.get()].filter((user) => user !== undefined);

  // Whom the page shows is whom the link sends for: it hears of another user at no other moment.
  recentAuth.subscribe(() => {
    if (recentAuth.getState().subject !== session.user.get()?.subject) void session.refresh();
  });

  session.user.subscribe(() => {
    const now = session.user.get();
    unfinished.set(undefined);
    void client.clearStore();
    wire.clear();
    notices.set(explainChange(now, known));
    if (now) known = [...known, now].slice(-2);
  });

  return {
    forget() {
      known = [];
    },
  };
}

function explainChange(now: User | undefined, known: readonly User[]): Notice | undefined {
  const last = known.at(-1);
  if (!last) return undefined;
  if (!now) {
    const kept = 'What you had typed is kept for when you sign in again.';
    return notice('info', 'You are signed out', kept);
  }
  if (now.subject === last.subject) return undefined;
  if (known.some(({ subject }) => subject === now.subject)) {
    const other = 'Somebody else had signed in in another tab. What you typed is still here.';
    return notice('info', `${now.name} is back`, other);
  }
  const kept = `What ${last.name} had typed here is kept for when they sign in again.`;
  return notice('info', `${now.name} is signed in now`, `That happened in another tab. ${kept}`);
}
