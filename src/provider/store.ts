import type { Adapter, AdapterPayload } from 'oidc-provider';
import { createAdapter } from './adapter.js';
import { readPrivateJson, writePrivateJson } from './private-file.js';

/** One thing that the provider remembers, and until when, in epoch seconds. */
export interface StoredEntry {
  readonly payload: AdapterPayload;
  readonly expiresAt: number | null;
}

/** Sessions, grants and codes: in memory, and in a file that is as new as the last answer. */
export interface ProviderStore {
  adapterFor(model: string): Adapter;
  /** Resolves once everything up to now is in the file. */
  flush(): Promise<void>;
}

/** A forgotten development provider should not fill a disk; oldest go first. */
const MOST_ENTRIES = 10_000;

export async function openStore(path: string): Promise<ProviderStore> {
  const kept = await readPrivateJson(path, parseEntries, 'everyone has to sign in again');
  const entries = new Map(kept);
  let writing: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  /** Whoever changes something while a write runs shares the one that follows it. */
  const save = (): Promise<void> => {
    if (!writing) {
      writing = write().finally(() => (writing = undefined));
      return writing;
    }
    const follow = (): Promise<void> => {
      next = undefined;
      return save();
    };
    next ??= writing.then(follow, follow);
    return next;
  };
  const write = (): Promise<void> => {
    dropExcess(entries);
    return writePrivateJson(path, [...entries]);
  };

  return {
    adapterFor: (model) => createAdapter({ model, entries, save }),
    flush: save,
  };
}

/** Whether an entry still counts. */
export function isCurrent(entry: StoredEntry): boolean {
  return entry.expiresAt === null || entry.expiresAt * 1000 > Date.now();
}

function dropExcess(entries: Map<string, StoredEntry>): void {
  for (const [key, entry] of entries) if (!isCurrent(entry)) entries.delete(key);
  for (const key of entries.keys()) {
    if (entries.size <= MOST_ENTRIES) return;
    entries.delete(key);
  }
}

function parseEntries(json: unknown): [string, StoredEntry][] {
  if (!Array.isArray(json)) throw new TypeError('not a session file');
  return json.map((row: unknown) => {
    if (!Array.isArray(row) || row.length !== 2) throw new TypeError('not a row');
    const [key, entry] = row as [unknown, Partial<StoredEntry> | null];
    const { payload, expiresAt } = entry ?? {};
    const usable =
      typeof key === 'string' &&
      typeof payload === 'object' &&
      (expiresAt === null || Number.isFinite(expiresAt));
    if (!usable) throw new TypeError('not an entry');
    return [key, { payload, expiresAt: expiresAt ?? null }];
  });
}
