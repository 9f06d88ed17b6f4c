import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  parseReauthExtensions,
  REAUTH_REASONS,
  REAUTH_REMEDIES,
} from '../../src/protocol/index.js';

const FULL = {
  reason: 'AUTH_TIME_TOO_OLD',
  maxAge: 300,
  authTime: 1_795_000_000,
  serverTime: 1_795_000_812,
  canReauthenticate: true,
  remedy: 'REAUTHENTICATE',
  acrValues: ['urn:mfa'],
  fields: ['Mutation.transfer'],
  executed: false,
};
/** What is left where a gateway strips all but the code. */
const BARE = {
  code: 'REAUTH_REQUIRED',
  reason: undefined,
  maxAge: 0,
  authTime: undefined,
  serverTime: undefined,
  canReauthenticate: undefined,
  remedy: 'REAUTHENTICATE',
  acrValues: [],
  fields: [],
  executed: undefined,
};

it('reads a whole challenge', () => {
  expect(parseReauthExtensions({ code: 'REAUTH_REQUIRED', reauth: FULL })).toEqual({
    code: 'REAUTH_REQUIRED',
    ...FULL,
  });
});

it.each([
  [{ code: 'REAUTH_REQUIRED' }, {}],
  [{ code: 'REAUTH_IMPOSSIBLE' }, { code: 'REAUTH_IMPOSSIBLE', remedy: 'NONE' }],
  [{ code: 'REAUTH_REQUIRED', reauth: null }, {}],
  [{ code: 'REAUTH_REQUIRED', reauth: 'text' }, {}],
  [{ code: 'REAUTH_REQUIRED', reauth: [] }, {}],
])('RA-27: reads %j, of which a gateway left the code', (extensions, changes) => {
  expect(parseReauthExtensions(extensions)).toEqual({ ...BARE, ...changes });
});

it.each([
  ['reason', 'NEW_REASON', undefined],
  ['reason', 5, undefined],
  ['maxAge', -1, 0],
  ['maxAge', 2 ** 31, 0],
  ['maxAge', 0.5, 0],
  ['maxAge', '300', 0],
  ['maxAge', NaN, 0],
  ['authTime', null, undefined],
  ['authTime', -1, undefined],
  ['authTime', Infinity, undefined],
  ['authTime', '5', undefined],
  ['authTime', 0, 0],
  ['authTime', 1.5, 1.5],
  ['serverTime', NaN, undefined],
  ['serverTime', 99_999_999_999, 99_999_999_999],
  ['serverTime', 1_795_000_812_000, undefined],
  ['canReauthenticate', null, undefined],
  ['canReauthenticate', 'false', undefined],
  ['canReauthenticate', false, false],
  ['remedy', 'DANCE', 'REAUTHENTICATE'],
  ['remedy', 'LOGIN', 'LOGIN'],
  ['acrValues', 'urn:mfa', []],
  ['acrValues', ['a', 5, 'b c', '', 'd"'], ['a']],
  ['fields', { 0: 'a' }, []],
  ['fields', ['a', null], ['a']],
  ['fields', Array.from({ length: 200 }, String), Array.from({ length: 100 }, String)],
  ['executed', null, undefined],
  ['executed', 0, undefined],
  ['executed', 'false', undefined],
  ['executed', true, true],
  ['acrValues', ['a'.repeat(256), 'a'.repeat(257)], ['a'.repeat(256)]],
  ['acrValues', Array.from({ length: 21 }, String), Array.from({ length: 20 }, String)],
  ['ticket', 'eyJ', 'eyJ'],
  ['ticket', 'a'.repeat(8192), 'a'.repeat(8192)],
  ['ticket', 'a'.repeat(8193), undefined],
  ['ticket', '', undefined],
  ['ticket', 5, undefined],
])('RA-49: reads %s %j as %j', (name, value, read) => {
  const extensions = { code: 'REAUTH_REQUIRED', reauth: { ...FULL, [name]: value } };
  expect(parseReauthExtensions(extensions)).toEqual({
    code: 'REAUTH_REQUIRED',
    ...FULL,
    [name]: read,
  });
});

it.each([
  undefined,
  null,
  'REAUTH_REQUIRED',
  5,
  [],
  {},
  { code: 'FORBIDDEN' },
  { code: ['REAUTH_REQUIRED'] },
  Object.create({ code: 'REAUTH_REQUIRED' }),
])('RA-27: reads nothing from %j', (extensions) => {
  expect(parseReauthExtensions(extensions)).toBeUndefined();
});

const broken = new Proxy({}, { get: () => raise(), getOwnPropertyDescriptor: () => raise() });

it('survives what throws when it is looked at', () => {
  const members = { acrValues: new Proxy([], { get: () => raise() }), fields: broken };
  expect(parseReauthExtensions(broken)).toBeUndefined();
  expect(parseReauthExtensions({ code: 'REAUTH_REQUIRED', reauth: broken })).toEqual(BARE);
  expect(parseReauthExtensions({ code: 'REAUTH_REQUIRED', reauth: members })).toEqual(BARE);
});

it('never throws, and every member is in its range, whatever came', () => {
  const reauth = fc.oneof(fc.anything(), fc.record({ ...anyMembers() }, { requiredKeys: [] }));
  const extensions = fc.record({
    code: fc.constantFrom('REAUTH_REQUIRED', 'REAUTH_IMPOSSIBLE'),
    reauth,
  });
  fc.assert(fc.property(fc.anything(), (value) => void parseReauthExtensions(value)));
  fc.assert(
    fc.property(extensions, (value) => {
      const challenge = parseReauthExtensions(value);
      expect(challenge?.code).toBe(value.code);
      expect(challenge?.maxAge).toSatisfy((age: number) => Number.isInteger(age) && age >= 0);
      expect([undefined, ...REAUTH_REASONS]).toContain(challenge?.reason);
      expect(REAUTH_REMEDIES).toContain(challenge?.remedy);
      expect([undefined, true, false]).toContain(challenge?.executed);
    }),
  );
});

function anyMembers(): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(Object.keys(FULL).map((name) => [name, fc.anything()]));
}

function raise(): never {
  throw new Error('looked at');
}
