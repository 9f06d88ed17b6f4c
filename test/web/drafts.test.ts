// @vitest-environment happy-dom
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { createDrafts } from '../../src/web/drafts.js';

beforeEach(() => {
  sessionStorage.clear();
});

it('what somebody typed is there after a reload, by user and form', () => {
  const drafts = createDrafts();
  drafts.change('alice', 'transfer', { amount: '25' });
  drafts.change('bob', 'transfer', { amount: '30' });
  expect(createDrafts().all.get()).toEqual({
    'alice/transfer': { amount: '25' },
    'bob/transfer': { amount: '30' },
  });
});

it('a form that is done is forgotten, and nothing else', () => {
  const drafts = createDrafts();
  drafts.change('alice', 'transfer', { amount: '25' });
  drafts.change('alice', 'email', { email: 'a@b.example' });
  drafts.drop('alice', 'transfer', { amount: '25' });
  expect(createDrafts().all.get()).toEqual({ 'alice/email': { email: 'a@b.example' } });
});

it('signing out forgets all that this user typed, and nobody else’s', () => {
  const drafts = createDrafts();
  for (const subject of ['alice', 'alice/x', 'alice%2F', 'bob']) {
    drafts.change(subject, 'transfer', { amount: '1' });
  }
  drafts.dropAll('alice');
  expect(Object.keys(createDrafts().all.get())).toEqual([
    'alice%2Fx/transfer',
    'alice%252F/transfer',
    'bob/transfer',
  ]);
});

it.each(['', 'no json', 'null', '[]', '"text"', '{"alice/transfer":1}', '{"a":{"b":{}}}'])(
  'a stored %j is no draft',
  (text) => {
    sessionStorage.setItem('bank.drafts', text);
    expect(Object.keys(createDrafts().all.get())).toEqual([]);
  },
);

it('a form that was changed meanwhile is not forgotten', () => {
  const drafts = createDrafts();
  drafts.change('alice', 'transfer', { amount: '25', from: 'a' });
  drafts.drop('alice', 'transfer', { amount: '24' });
  expect(drafts.get('alice', 'transfer')).toEqual({ amount: '25', from: 'a' });
});

it('a change of one field keeps the others', () => {
  const drafts = createDrafts();
  drafts.change('alice', 'transfer', { amount: '25', from: 'a' });
  drafts.change('alice', 'transfer', { amount: '26' });
  expect(drafts.get('alice', 'transfer')).toEqual({ amount: '26', from: 'a' });
});

it('a draft is replaced as a whole, and by nothing is forgotten', () => {
  const drafts = createDrafts();
  drafts.change('alice', 'transfer-keys', { a: '1', b: '2' });
  drafts.replace('alice', 'transfer-keys', { b: '3' });
  expect(createDrafts().get('alice', 'transfer-keys')).toEqual({ b: '3' });
  drafts.replace('alice', 'transfer-keys', {});
  expect(createDrafts().all.get()).toEqual({});
});

it('drafts work where the browser keeps nothing', () => {
  const setItem = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  onTestFinished(() => {
    setItem.mockRestore();
  });
  const drafts = createDrafts();
  drafts.change('alice', 'transfer', { amount: '25' });
  expect(drafts.get('alice', 'transfer')).toEqual({ amount: '25' });
});
