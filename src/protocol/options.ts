import { ConfigurationError } from './errors.js';

/** The largest age there is: what fits a GraphQL `Int`, 68 years. */
const MAX_SECONDS = 2 ** 31 - 1;

/** Whole seconds, from 0 up to what fits a GraphQL `Int`. */
export function isSeconds(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_SECONDS;
}

export function assertSeconds(name: string, value: unknown): asserts value is number {
  if (isSeconds(value)) return;
  throw new ConfigurationError(`"${name}" must be a whole number of seconds, 0 or more`);
}

export function assertCount(name: string, value: unknown): asserts value is number {
  if (Number.isSafeInteger(value) && (value as number) > 0) return;
  throw new ConfigurationError(`"${name}" must be a whole number, 1 or more`);
}

export function assertOneOf<T>(
  name: string,
  value: unknown,
  allowed: readonly T[],
): asserts value is T {
  if (allowed.includes(value as T)) return;
  const list = allowed.map((one) => JSON.stringify(one)).join(', ');
  throw new ConfigurationError(`"${name}" must be one of ${list}`);
}

export function assertBoolean(name: string, value: unknown): asserts value is boolean {
  assertOneOf(name, value, [true, false]);
}

export function assertFunction(name: string, value: unknown): void {
  if (typeof value === 'function') return;
  throw new ConfigurationError(`"${name}" must be a function`);
}

/** A misspelt option must not be taken for a default. */
export function assertKnownOptions(
  factory: string,
  options: unknown,
  known: readonly string[],
): asserts options is object {
  if (typeof options !== 'object' || options === null) {
    throw new ConfigurationError(`${factory} takes an object of options`);
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ConfigurationError(`${factory} has no option "${unknown}"; it has ${known.join(', ')}`);
}

/** `acr` values travel in one space-separated list (RFC 9470 section 3) inside a quoted string. */
export function isAcrValue(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(value);
}
