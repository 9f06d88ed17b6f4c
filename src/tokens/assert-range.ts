import { ConfigurationError } from '../protocol/index.js';

/** Both ends are in it. */
export function assertRange(name: string, value: unknown, least: number, most: number): void {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
  throw new ConfigurationError(`"${name}" must be a whole number from ${least} to ${most}`);
}
