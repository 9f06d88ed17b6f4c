// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import { createTransferKeys } from '../../src/web/bank/transfer-keys.js';
import { createDrafts } from '../../src/web/drafts.js';

const SIX = { from: 'a', to: 'b', amount: 600 };

beforeEach(() => {
  sessionStorage.clear();
});

it('a transfer has the same key whatever else is sent in between, and after a reload', () => {
  const keys = createTransferKeys(createDrafts(), 'alice');
  const key = keys.keyFor(SIX);
  expect(keys.keyFor({ ...SIX, amount: 650 })).not.toBe(key);
  expect(keys.keyFor(SIX)).toBe(key);
  expect(createTransferKeys(createDrafts(), 'alice').keyFor(SIX)).toBe(key);
});

it.each([
  { other: 'another amount', details: { ...SIX, amount: 6000 } },
  { other: 'another account', details: { ...SIX, to: 'c' } },
  { other: 'the way back', details: { ...SIX, from: 'b', to: 'a' } },
  { other: 'somebody else', details: SIX, subject: 'bob' },
])('$other has another key', ({ details, subject = 'alice' }) => {
  const drafts = createDrafts();
  const key = createTransferKeys(drafts, 'alice').keyFor(SIX);
  expect(createTransferKeys(drafts, subject).keyFor(details)).not.toBe(key);
});

it('a transfer that is through is forgotten, and no other', () => {
  const keys = createTransferKeys(createDrafts(), 'alice');
  const [six, seven] = [keys.keyFor(SIX), keys.keyFor({ ...SIX, amount: 700 })];
  keys.forget(six);
  expect(keys.keyFor(SIX)).not.toBe(six);
  expect(keys.keyFor({ ...SIX, amount: 700 })).toBe(seven);
});

it('the last twenty are kept, by when they were sent', () => {
  const keys = createTransferKeys(createDrafts(), 'alice');
  const send = (amount: number) => keys.keyFor({ ...SIX, amount });
  const first = Array.from({ length: 20 }, (_, index) => send(index + 1));
  expect(send(1)).toBe(first[0]);
  send(21);
  expect(send(1)).toBe(first[0]);
  expect(send(3)).toBe(first[2]);
  expect(send(2)).not.toBe(first[1]);
});
