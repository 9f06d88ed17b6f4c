/**
 * Altair keeps all of its state in IndexedDB, for good and for every tab. From here on, the secrets are left out
 * of what it writes there; it works with them in memory as before. To be called before Altair starts.
 */
export function keepFromStorage(secrets: ReadonlySet<string>): void {
  for (const method of ['put', 'add'] as const) {
    const write = Reflect.get(IDBObjectStore.prototype, method) as Write;
    IDBObjectStore.prototype[method] = function (this: IDBObjectStore, record: unknown, ...key) {
      return write.call(this, withoutSecrets(record, secrets), ...key);
    };
  }
}

type Write = (
  this: IDBObjectStore,
  record: unknown,
  ...key: [key?: IDBValidKey]
) => IDBRequest<IDBValidKey>;

/** Altair's records are a key and JSON text. */
function withoutSecrets(record: unknown, secrets: ReadonlySet<string>): unknown {
  if (typeof record !== 'object' || record === null || !('value' in record)) return record;
  const { value } = record;
  if (typeof value !== 'string') return record;
  const kept = [...secrets].reduce((text, secret) => text.replaceAll(secret, ''), value);
  return kept === value ? record : { ...record, value: kept };
}
