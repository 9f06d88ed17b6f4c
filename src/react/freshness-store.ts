import type { Reauthenticator } from '../client/index.js';
import type { RecentAuthFreshness } from './use-recent-auth.js';

/** Seconds. Timers stand still while a computer sleeps, overflow after 24 days, and are warned of in React Native. */
const LONGEST_WAIT = 60;
/** Seconds. A clock of whole seconds does not say when within the second the sign-in turns stale. */
const SHORTEST_WAIT = 0.25;

const unknown: RecentAuthFreshness = {
  status: 'unknown',
  secondsLeft: undefined,
  authenticatedAt: undefined,
};

export const unknownFreshness = (): RecentAuthFreshness => unknown;

export interface FreshnessStore {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => RecentAuthFreshness;
}

/** One question about the sign-in in the shape that `useSyncExternalStore` wants. A timer runs only while it is fresh and watched. */
export function createFreshnessStore(
  recentAuth: Reauthenticator,
  { maxAge, tick }: { readonly maxAge: number; readonly tick: boolean },
): FreshnessStore {
  let snapshot = unknown;

  function getSnapshot() {
    const next = askFreshness(recentAuth, maxAge);
    const same =
      next.status === snapshot.status &&
      next.secondsLeft === snapshot.secondsLeft &&
      next.authenticatedAt === snapshot.authenticatedAt;
    return same ? snapshot : (snapshot = next);
  }

  function subscribe(listener: () => void) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const arm = () => {
      clearTimeout(timer);
      const { status, secondsLeft = 0 } = askFreshness(recentAuth, maxAge);
      if (status !== 'fresh') return;
      const wait = tick ? SHORTEST_WAIT : Math.min(secondsLeft, LONGEST_WAIT);
      timer = setTimeout(onTime, Math.max(wait, SHORTEST_WAIT) * 1000);
    };
    const onTime = () => {
      arm();
      if (tick || !recentAuth.isFresh({ maxAge })) listener();
    };
    const unsubscribe = recentAuth.subscribe(() => {
      arm();
      listener();
    });
    arm();
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }

  return { subscribe, getSnapshot };
}

function askFreshness(recentAuth: Reauthenticator, maxAge: number): RecentAuthFreshness {
  const secondsLeft = recentAuth.secondsLeft({ maxAge });
  if (secondsLeft === undefined) return unknown;
  return {
    status: recentAuth.isFresh({ maxAge }) ? 'fresh' : 'stale',
    secondsLeft,
    authenticatedAt: recentAuth.getState().authTime,
  };
}
