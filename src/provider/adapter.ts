import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { StoredEntry } from './store.js';
import { isCurrent } from './store.js';

interface AdapterOptions {
  /** `Session`, `Grant`, `RefreshToken`, …: oidc-provider has one adapter for each. */
  readonly model: string;
  readonly entries: Map<string, StoredEntry>;
  readonly save: () => Promise<void>;
}

/** How oidc-provider keeps what it must remember. Every change is in the file before it is answered. */
export function createAdapter({ model, entries, save }: AdapterOptions): Adapter {
  const keyOf = (id: string): string => `${model}:${id}`;

  const get = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key);
    return entry && isCurrent(entry) ? { ...entry.payload } : undefined;
  };
  const findBy = (member: 'uid' | 'userCode', value: string): AdapterPayload | undefined => {
    for (const [key, { payload }] of entries) {
      if (key.startsWith(`${model}:`) && payload[member] === value) return get(key);
    }
    return undefined;
  };

  return {
    upsert(id, payload, expiresIn) {
      const expiresAt = expiresIn === undefined ? null : Math.floor(Date.now() / 1000) + expiresIn;
      entries.set(keyOf(id), { payload: { ...payload }, expiresAt });
      return save();
    },
    find: (id) => Promise.resolve(get(keyOf(id))),
    findByUid: (uid) => Promise.resolve(findBy('uid', uid)),
    findByUserCode: (userCode) => Promise.resolve(findBy('userCode', userCode)),
    async consume(id) {
      const entry = entries.get(keyOf(id));
      if (!entry) return;
      const consumed = Math.floor(Date.now() / 1000);
      entries.set(keyOf(id), { ...entry, payload: { ...entry.payload, consumed } });
      await save();
    },
    destroy(id) {
      entries.delete(keyOf(id));
      return save();
    },
    revokeByGrantId(grantId) {
      for (const [key, { payload }] of entries) {
        if (key.startsWith(`${model}:`) && payload.grantId === grantId) entries.delete(key);
      }
      return save();
    },
  };
}
