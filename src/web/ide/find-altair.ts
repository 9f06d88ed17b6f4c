/** An action of Altair's store; each but those on the environment is about one window. */
export interface AltairAction {
  readonly type: string;
  readonly payload: unknown;
  readonly windowId?: string;
}

/** What we look at in Altair's state. */
export interface AltairState {
  readonly windows: Readonly<Record<string, { readonly headers: readonly HeaderRow[] }>>;
  readonly environments: { readonly base: { readonly variablesJson: string } };
}

/** A line of the Headers dialog. */
export interface HeaderRow {
  readonly key: string;
  readonly value: string;
  readonly enabled: boolean;
}

/** A running Altair, as far as one can reach into it. */
export interface Altair {
  readonly dispatch: (action: AltairAction) => void;
  /** Calls the listener at once, and after every change. */
  readonly watch: (listener: (state: AltairState) => void) => void;
}

/** Milliseconds. */
const PATIENCE = 30_000;
const PAUSE = 100;

/**
 * Altair offers no way to set variables or headers from outside once it runs: options are read once, and
 * plugins cannot remove what they set. But it leaves Angular's debugging handle on `window`, and its store can
 * be found from there. `undefined` where that has changed: the caller then says what to do by hand.
 */
export async function findAltair(): Promise<Altair | undefined> {
  for (let waited = 0; waited < PATIENCE; waited += PAUSE) {
    if (handle()) return reachInto(handle());
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return undefined;
}

function handle(): unknown {
  return at(globalThis, 'ng', 'profiler', 'appRef');
}

function reachInto(appRef: unknown): Altair | undefined {
  const records = at(appRef, 'injector', 'records');
  if (!(records instanceof Map)) return undefined;
  const services = [...records.values()].map((record) => at(record, 'value'));
  const store = services.find(isStore);
  const zone = services.find(isZone);
  if (!store || !zone) return undefined;
  return {
    // Outside its zone, Angular would not notice that there is something to draw.
    dispatch(action) {
      zone.run(() => {
        store.dispatch(action);
      });
    },
    watch(listener) {
      store.subscribe(listener);
    },
  };
}

interface Store {
  dispatch(action: AltairAction): void;
  subscribe(listener: (state: AltairState) => void): unknown;
}

interface Zone {
  run(task: () => void): void;
}

function isStore(service: unknown): service is Store {
  return has(service, ['dispatch', 'select', 'subscribe']);
}

function isZone(service: unknown): service is Zone {
  return has(service, ['run', 'runOutsideAngular']);
}

function has(service: unknown, methods: readonly string[]): boolean {
  return methods.every((method) => typeof at(service, method) === 'function');
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (object, key) =>
      object === null || object === undefined ? undefined : Reflect.get(Object(object), key),
    value,
  );
}
