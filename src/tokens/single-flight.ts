/** Callers that ask for the same thing at the same time share one run, and its failure. */
export type SingleFlight<T> = (key: string, run: () => Promise<T>) => Promise<T>;

export function createSingleFlight<T>(): SingleFlight<T> {
  const running = new Map<string, Promise<T>>();
  return (key, run) => {
    const known = running.get(key);
    if (known) return known;
    const done = (): void => {
      running.delete(key);
    };
    const started = run();
    running.set(key, started);
    started.then(done, done);
    return started;
  };
}
