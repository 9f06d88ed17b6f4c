import { createStore } from '../store.js';
import type { Readable } from '../store.js';

interface Availability {
  /** Whether the development provider answers; `undefined` until the server has said so. */
  readonly available: boolean | undefined;
  readonly problem: string | undefined;
}

export interface ProviderAvailability {
  readonly state: Readable<Availability>;
  readonly read: () => Promise<void>;
  readonly change: (available: boolean) => Promise<void>;
}

const ADDRESS = '/demo/provider';
/** Milliseconds after which the server is given up. */
const PATIENCE = 5000;

/** The server's own switch: what it says is what is shown. */
export function createProviderAvailability(): ProviderAvailability {
  const state = createStore<Availability>({ available: undefined, problem: undefined });
  let last: Promise<void> = Promise.resolve();

  /** One after the other, so that the newest answer is the newest truth. */
  function ask(init: RequestInit, problem: string): Promise<void> {
    last = last.then(async () => {
      const { available } = state.get();
      try {
        state.set({ available: await request(init), problem: undefined });
      } catch {
        state.set({ available, problem });
      }
    });
    return last;
  }

  return {
    state,
    read: () => ask({}, 'The bank does not say whether the provider is down.'),
    change: (available) =>
      ask(
        {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ available }),
        },
        'The bank did not do it: the switch is where it was.',
      ),
  };
}

async function request(init: RequestInit): Promise<boolean> {
  const response = await fetch(ADDRESS, { ...init, signal: AbortSignal.timeout(PATIENCE) });
  const { available } = (await response.json()) as { readonly available?: unknown };
  if (response.ok && typeof available === 'boolean') return available;
  throw new Error('The server did not say whether the provider answers');
}
