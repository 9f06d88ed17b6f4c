/** Slows down guessing: after `MOST` failures, nothing more for that name until the window has passed. */
export interface AttemptLimiter {
  /** Seconds until this name may try again; 0 for at once. */
  wait(name: string): number;
  fail(name: string): void;
  succeed(name: string): void;
}

const MOST = 5;
const WINDOW = 60;
const MOST_NAMES = 1000;

/** `clock` counts seconds and never goes backwards. */
export function createAttemptLimiter(
  clock: () => number = () => performance.now() / 1000,
): AttemptLimiter {
  const failures = new Map<string, { count: number; until: number }>();

  const current = (name: string): { count: number; until: number } | undefined => {
    const entry = failures.get(name);
    if (!entry || clock() < entry.until) return entry;
    failures.delete(name);
    return undefined;
  };

  return {
    wait(name) {
      const entry = current(name);
      return entry && entry.count >= MOST ? Math.ceil(entry.until - clock()) : 0;
    },
    fail(name) {
      const count = (current(name)?.count ?? 0) + 1;
      failures.delete(name);
      failures.set(name, { count, until: clock() + WINDOW });
      const [oldest] = failures.keys();
      if (failures.size > MOST_NAMES && oldest !== undefined) failures.delete(oldest);
    },
    succeed(name) {
      failures.delete(name);
    },
  };
}
