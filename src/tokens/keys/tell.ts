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
  process.emitWarning(`onEvent: ${describe(error)}`);
}

/** Anything can be thrown, also what cannot be made a text. */
function describe(error: unknown): string {
  try {
    return String(error);
  } catch {
    return typeof error;
  }
}
