/** Breaks a question off that takes too long, or whose answer nobody waits for any more. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Rejects in time also where the work does not know signals. */
  readonly race: <T>(work: Promise<T>) => Promise<T>;
  /** Breaks off what is still under way. */
  readonly end: () => void;
}

/** `parent` ends it before its time. */
export function startDeadline(milliseconds: number, parent: AbortSignal): Deadline {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(end, milliseconds).unref();
  parent.addEventListener('abort', end);
  if (parent.aborted) end();
  return { signal, end, race: (work) => Promise.race([work, whenAborted(signal)]) };

  function end(): void {
    clearTimeout(timer);
    parent.removeEventListener('abort', end);
    controller.abort();
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => {
      reject(new Error('Broken off'));
    };
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
}
