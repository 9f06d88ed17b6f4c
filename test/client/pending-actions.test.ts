import { expect, it } from 'vitest';
import { createPendingActions, parseReturnTo } from '../../src/client/index.js';
import type {
  HeldOperation,
  PendingActionsOptions,
  PendingActionStorage,
} from '../../src/client/index.js';

const NOW = 1_795_250_000;
const ALICE = { issuer: 'https://id.example.com', subject: 'alice' };
const DELETE = {
  operationName: 'DeleteAccount',
  description: 'Delete account',
  variables: { id: '7' },
};
const OFFERED = { ...DELETE, createdAt: NOW, returnTo: '/account' };

function memory(): PendingActionStorage & { readonly items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

function setUp(options: Partial<PendingActionsOptions> = {}) {
  const clock = { now: NOW };
  const storage = memory();
  const actions = createPendingActions({
    resumable: ['DeleteAccount'],
    storage,
    clock: () => clock.now,
    ...options,
  });
  const save = (operations: readonly HeldOperation[] = [DELETE], returnTo = '/account') =>
    actions.save({ operations, user: ALICE, returnTo });
  return { actions, clock, storage, save };
}

it('is offered to the same user', async () => {
  const { actions, save } = setUp();
  const id = await save();
  expect(await actions.take(String(id), ALICE)).toEqual(OFFERED);
});

it('is offered once', async () => {
  const { actions, save } = setUp();
  const id = String(await save());
  const both = await Promise.all([actions.take(id, ALICE), actions.take(id, ALICE)]);
  expect(both).toEqual([OFFERED, undefined]);
});

it.each([
  { who: 'another user', user: { ...ALICE, subject: 'bob' } },
  { who: 'the same sub of another issuer', user: { ...ALICE, issuer: 'https://evil.example.com' } },
])('is dropped where $who comes back', async ({ user }) => {
  const { actions, storage, save } = setUp();
  const id = String(await save());
  expect(await actions.take(id, user)).toBeUndefined();
  expect(storage.items.size).toBe(0);
  expect(await actions.take(id, ALICE)).toBeUndefined();
});

it('is not offered by a name that was guessed, as in a window that copied the storage', async () => {
  const { actions, save } = setUp();
  await save();
  expect(await actions.take('', ALICE)).toBeUndefined();
});

it.each([
  { when: 'at the limit', later: 600, offered: true },
  { when: 'one second past the limit', later: 601, offered: false },
  { when: 'before it was kept, by the clock', later: -1, offered: false },
  { when: 'by a clock that is broken', later: NaN, offered: false },
])('$when it is offered: $offered', async ({ later, offered }) => {
  const { actions, clock, save } = setUp();
  const id = String(await save());
  clock.now += later;
  expect((await actions.take(id, ALICE)) !== undefined).toBe(offered);
});

it('keeps the first operation that may be resumed, and no other', async () => {
  const { actions, storage, save } = setUp();
  const other = { ...DELETE, operationName: 'ChangePassword', variables: { password: 'hunter2' } };
  const id = String(await save([other, DELETE]));
  expect([...storage.items.values()].join()).not.toContain('hunter2');
  expect(await actions.take(id, ALICE)).toEqual(OFFERED);
  expect(await save([other])).toBeUndefined();
});

it('keeps nothing that may be resumed no longer', async () => {
  const storage = memory();
  const id = String(await setUp({ storage }).save());
  const { actions } = setUp({ storage, resumable: ['Transfer'] });
  expect(await actions.take(id, ALICE)).toBeUndefined();
});

it('keeps of the variables what it is told to', async () => {
  const { actions, storage, save } = setUp({
    redact: (name, { id }) => (name === 'DeleteAccount' ? { id } : undefined),
  });
  const id = String(await save([{ ...DELETE, variables: { id: '7', pin: '1234' } }]));
  expect([...storage.items.values()].join()).not.toContain('1234');
  expect(await actions.take(id, ALICE)).toEqual(OFFERED);
});

it('says of the user nothing but a digest, another one each time', async () => {
  const { storage, save } = setUp();
  await save();
  const first = [...storage.items.values()].join();
  await save();
  const second = [...storage.items.values()].join();
  expect(first + second).not.toMatch(/alice|id\.example\.com/);
  const digest = (text: string) => /"user":"([0-9a-f]{64})"/.exec(text)?.[1];
  expect(digest(first)).toBeDefined();
  expect(digest(first)).not.toBe(digest(second));
});

it('is gone after signing out', async () => {
  const { actions, save } = setUp();
  const id = String(await save());
  actions.clear();
  expect(await actions.take(id, ALICE)).toBeUndefined();
});

const refuse = () => {
  throw new DOMException('No room', 'QuotaExceededError');
};

it.each([
  { storage: 'cannot be written', broken: { setItem: refuse } },
  { storage: 'cannot be read', broken: { getItem: refuse } },
  { storage: 'cannot be emptied', broken: { removeItem: refuse } },
])('is lost and nothing else where the storage $storage', async ({ broken }) => {
  const { actions, save } = setUp({ storage: { ...memory(), ...broken } });
  const id = await save();
  expect(await actions.take(String(id), ALICE)).toBeUndefined();
  expect(() => {
    actions.clear();
  }).not.toThrow();
});

it('is lost and nothing else where there is no storage, as on a server', async () => {
  const { save } = setUp({ storage: undefined });
  expect(await save()).toBeUndefined();
});

it('is lost and nothing else where the variables are no JSON', async () => {
  expect(await setUp().save([{ ...DELETE, variables: { id: 7n } }])).toBeUndefined();
});

it.each([
  { what: 'no JSON', text: '{' },
  { what: 'not an object', text: '"text"' },
  { what: 'empty', text: '{}' },
  { what: 'of other types', text: '{"id":1,"user":[],"operationName":{},"createdAt":"1"}' },
])('does not believe a storage whose text is $what', async ({ text }) => {
  const { actions, storage, save } = setUp();
  const id = String(await save());
  for (const key of storage.items.keys()) storage.items.set(key, text);
  expect(await actions.take(id, ALICE)).toBeUndefined();
});

it('does not believe an address that was written into the storage', async () => {
  const { actions, storage, save } = setUp();
  const id = String(await save());
  for (const [key, text] of storage.items) {
    storage.items.set(key, text.replace('"/account"', '"//evil.example.com"'));
  }
  expect(await actions.take(id, ALICE)).toBeUndefined();
});

it.each([
  { option: 'resumable', options: { resumable: [] }, says: 'list of operation names' },
  { option: 'resumable', options: { resumable: [''] }, says: 'list of operation names' },
  { option: 'redact', options: { redact: true as never }, says: 'must be a function' },
  { option: 'maxAge', options: { maxAge: 0 }, says: '1 or more' },
  { option: 'ttl', options: { ttl: 1 } as never, says: 'has no option "ttl"' },
])('refuses a wrong $option', ({ options, says }) => {
  expect(() => setUp(options)).toThrow(says);
});

it.each([
  '/',
  '/account?tab=2#close',
  '/a//b',
  '/%2F%2Fevil.example.com',
  '/?next=https://evil.example.com',
])('goes back to %j', (path) => {
  expect(parseReturnTo(path)).toBe(path);
});

it.each([
  '',
  'account',
  '//evil.example.com',
  '/\\evil.example.com',
  '\\\\evil.example.com',
  '\\/evil.example.com',
  '/account\\..',
  '///evil.example.com',
  '/.//evil.example.com',
  '/x/..//evil.example.com',
  '/%2e//evil.example.com',
  'https://evil.example.com',
  'https:evil.example.com',
  'javascript:alert(1)',
  'data:text/html,x',
  ' /account',
  '/ account',
  '/\t/evil.example.com',
  '/\n/evil.example.com',
  '/\u0000',
  '/\u007f',
  `/${'a'.repeat(2048)}`,
  undefined,
  null,
  {},
])('does not go back to %j', (path) => {
  expect(parseReturnTo(path)).toBeUndefined();
});
