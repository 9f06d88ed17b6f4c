/** Tells a listener of the application's, which decides nothing: what it throws, or rejects with, becomes a process warning. */
export function tell<Event>(listener: ((event: Event) => void) | undefined, event: Event): void {
  try {
    const answer: unknown = listener?.(event);
    if (answer instanceof Promise) answer.catch(warn);
  } catch (error) {
    warn(error);
  }
}

function warn(error: unknown): void {
  process.emitWarning(`onEvent: ${String(error)}`);
}
