/** Told of faults. Never holds a token, a code or a password. */
export type Log = (message: string, details?: Readonly<Record<string, unknown>>) => void;

/** A message may quote what it met, so only the kind of error is told. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
