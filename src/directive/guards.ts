import type { FreshnessRequirement } from './recent-auth.js';

/**
 * `field` answers for itself. `root`, the resolver of a root field, and `subscribe` check the whole
 * operation first.
 */
export type GuardPlace = 'field' | 'root' | 'subscribe';

/** What a resolver of ours was made for. */
export interface Guard {
  /** The options object of the factory that made it: guards of another one do not count. */
  readonly owner: object;
  /** What the field asked for when it was wrapped; `undefined` for a root field that asks nothing. */
  readonly requirement: FreshnessRequirement | undefined;
  readonly place: GuardPlace;
}

const guards = new WeakMap<object, Guard>();

/** Remembers that this function enforces: the function itself, for a mark on a schema outlives it. */
export function registerGuard<T extends (...args: never[]) => unknown>(
  resolver: T,
  guard: Guard,
): T {
  guards.set(resolver, guard);
  return resolver;
}

export function guardOf(resolver: ((...args: never[]) => unknown) | undefined): Guard | undefined {
  return resolver && guards.get(resolver);
}
