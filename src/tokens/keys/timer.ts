/** One thing to do later, which does not keep the process alive. */
export interface Timer {
  /** In so many seconds, at most a day; no longer when it was to be before. */
  start(seconds: number): void;
  stop(): void;
}

/** Node counts milliseconds in 31 bits, and what is longer it does at once. */
const LONGEST = 24 * 3600;

export function createTimer(run: () => void): Timer {
  let timeout: NodeJS.Timeout | undefined;
  return {
    start(seconds) {
      clearTimeout(timeout);
      timeout = setTimeout(run, Math.min(seconds, LONGEST) * 1000).unref();
    },
    stop() {
      clearTimeout(timeout);
    },
  };
}
