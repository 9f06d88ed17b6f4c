import { expect, it } from 'vitest';
import { startDeadline } from '../../src/tokens/index.js';

const NEVER = new Promise<string>(() => undefined);

it('work that is done in time is not broken off', async () => {
  const { race, signal, end } = startDeadline(60_000, new AbortController().signal);
  expect([await race(Promise.resolve('done')), signal.aborted]).toEqual(['done', false]);
  await expect(race(Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  end();
  expect(signal.aborted).toBe(true);
});

it.each<{ what: string; milliseconds: number; act: (parent: AbortController) => void }>([
  { what: 'that takes too long', milliseconds: 5, act: () => undefined },
  {
    what: 'for which nobody waits any more',
    milliseconds: 60_000,
    act: (parent) => {
      parent.abort();
    },
  },
])('work $what is broken off, also where it knows no signals', async ({ milliseconds, act }) => {
  const parent = new AbortController();
  const { race, signal } = startDeadline(milliseconds, parent.signal);
  const raced = race(NEVER);
  act(parent);
  await expect(raced).rejects.toThrow('Broken off');
  expect(signal.aborted).toBe(true);
});

it('nothing is begun for nobody', async () => {
  const { race, signal } = startDeadline(60_000, AbortSignal.abort());
  expect(signal.aborted).toBe(true);
  await expect(race(NEVER)).rejects.toThrow('Broken off');
});
