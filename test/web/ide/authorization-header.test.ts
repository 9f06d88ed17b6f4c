import { describe, expect, it } from 'vitest';
import {
  hasAuthorization,
  setVariable,
  withOurs,
  withoutOurs,
} from '../../../src/web/ide/authorization-header.js';
import type { HeaderRow } from '../../../src/web/ide/find-altair.js';

function row(key: string, value = '', enabled = true): HeaderRow {
  return { key, value, enabled };
}

const OURS = row('Authorization', 'Bearer {{idToken}}');
const TRACE = row('X-Trace', '1', false);
const EMPTY = row('');

describe('Signing in', () => {
  it.each([
    { given: 'no row', rows: [], headers: [OURS] },
    { given: 'an empty row', rows: [EMPTY], headers: [OURS] },
    { given: 'other headers, on or off', rows: [TRACE, EMPTY], headers: [TRACE, OURS] },
    { given: 'the same', rows: [OURS, TRACE], headers: [TRACE, OURS] },
    {
      given: "the developer's own, as they write it",
      rows: [row(' authorization ', 'Bearer mine'), row('AUTHORIZATION', 'Basic', false)],
      headers: [OURS],
    },
  ])('sets the header where there is $given', ({ rows, headers }) => {
    expect(withOurs(rows)).toEqual(headers);
  });
});

describe('Signing out', () => {
  it.each([
    { given: 'ours', rows: [TRACE, OURS], headers: [TRACE] },
    { given: 'ours, switched off', rows: [{ ...OURS, enabled: false }], headers: [] },
    { given: 'ours, changed', rows: [row('authorization', 'DPoP {{idToken}}')], headers: [] },
  ])('removes $given', ({ rows, headers }) => {
    expect(withoutOurs(rows)).toEqual(headers);
  });

  it.each([
    { given: "the developer's own", rows: [row('Authorization', 'Bearer mine')] },
    { given: 'another header with the token', rows: [row('X-Token', '{{idToken}}')] },
    { given: 'nothing', rows: [EMPTY] },
  ])('leaves $given as it is', ({ rows }) => {
    expect(withoutOurs(rows)).toBe(rows);
  });
});

it.each([
  { rows: [], has: false },
  { rows: [TRACE, EMPTY], has: false },
  { rows: [row('authorization', 'Bearer mine', false)], has: true },
])('tells whether a developer decided about Authorization: $has', ({ rows, has }) => {
  expect(hasAuthorization(rows)).toBe(has);
});

describe('The variable', () => {
  it.each([
    { json: '', token: 't', next: { idToken: 't' } },
    { json: '{}', token: 't', next: { idToken: 't' } },
    { json: '{"url":"/x","idToken":"old"}', token: 't', next: { url: '/x', idToken: 't' } },
    { json: '{"url":"/x","idToken":"old"}', token: undefined, next: { url: '/x' } },
  ])('is $token in $json', ({ json, token, next }) => {
    expect(JSON.parse(setVariable(json, token))).toEqual(next);
  });

  it.each(['{"url":', 'null', '"text"', '[1]'])(
    'is not put into %s, which a developer is at work on',
    (json) => {
      expect(setVariable(json, 't')).toBe(json);
    },
  );
});
