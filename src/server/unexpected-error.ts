import { DrizzleQueryError } from 'drizzle-orm/errors';

/**
 * What the log may hold of an error nobody foresaw. A database's error quotes the values it was
 * given, claims among them, so of such a one only the statement and the codes are kept.
 */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  if (error instanceof DrizzleQueryError) {
    return { error: 'DrizzleQueryError', statement: error.query, ...cause };
  }
  const code = 'code' in error ? { code: error.code } : {};
  if ('severity' in error) {
    const { constraint, routine, table } = error as DatabaseError;
    return { error: 'DatabaseError', ...code, table, constraint, routine, stack: frames(error) };
  }
  return { error: error.name, ...code, message: error.message, stack: frames(error), ...cause };
}

/** What pg and PGlite both set, beyond what quotes values. */
interface DatabaseError extends Error {
  readonly constraint?: unknown;
  readonly routine?: unknown;
  readonly table?: unknown;
}

/** The stack without the message that it begins with. */
function frames(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
