/** What was opened, to be closed in the opposite order. */
export interface Cleanup {
  readonly add: (close: () => Promise<void> | void) => void;
  /** Closes everything, also where something fails; then throws the first failure. Once. */
  readonly run: () => Promise<void>;
}

export function createCleanup(): Cleanup {
  const stack: (() => Promise<void> | void)[] = [];
  let running: Promise<void> | undefined;

  async function close(): Promise<void> {
    const failures: unknown[] = [];
    for (let next = stack.pop(); next; next = stack.pop()) {
      try {
        await next();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  return {
    add(next) {
      stack.push(next);
    },
    run: () => (running ??= close()),
  };
}
