/** The command was called wrongly: exit code 2. Says what would be right, and nothing of what was typed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
