import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  getReauthChallenge,
  getRefusal,
  ReauthCancelledError,
  ReauthStillStaleError,
} from '../../src/client/index.js';
import { parseReauthExtensions } from '../../src/protocol/index.js';
import { challenge, error, errorWith } from '../support/refused-transfer.js';

describe('Other shapes', () => {
  it.each([
    { shape: 'a raw result', answer: { errors: [error] }, nothingRan: true },
    { shape: 'one GraphQL error', answer: error, nothingRan: false },
    { shape: 'errors in an array', answer: [error], nothingRan: false },
    { shape: 'a cause', answer: new Error('Failed', { cause: [error] }), nothingRan: false },
    { shape: 'a frozen result', answer: Object.freeze({ errors: [error] }), nothingRan: true },
    {
      shape: 'a result without a prototype',
      answer: Object.assign(Object.create(null) as object, { errors: [error] }),
      nothingRan: true,
    },
  ])('hold the challenge, too: $shape', ({ answer, nothingRan }) => {
    expect(getReauthChallenge(answer)).toEqual(challenge);
    expect(getRefusal(answer)?.nothingRan).toBe(nothingRan);
  });

  it('hold the challenge, too: errors of our own', () => {
    const known = parseReauthExtensions(error.extensions);
    for (const own of [
      new ReauthCancelledError('user', { challenge: known }),
      new ReauthStillStaleError('auth_time did not change', { challenge: known }),
    ]) {
      expect(getReauthChallenge(own)).toEqual(challenge);
      expect(getRefusal(own)?.nothingRan ?? false).toBe(false);
    }
    expect(getReauthChallenge(new ReauthCancelledError('logout'))).toBeUndefined();
  });

  it('ask for what would satisfy every refused field', () => {
    const errors = [error, errorWith({ maxAge: 30 }), errorWith({ maxAge: 900 })];
    expect(getReauthChallenge({ data: {}, errors })?.maxAge).toBe(30);
  });

  it('are read where a gateway left nothing but the code', () => {
    expect(getReauthChallenge({ errors: [{ extensions: { code: 'REAUTH_REQUIRED' } }] })).toEqual({
      ...challenge,
      reason: undefined,
      maxAge: 0,
      authTime: undefined,
      serverTime: undefined,
      fields: [],
      executed: undefined,
    });
  });

  it.each([
    {
      shape: 'data that cannot be read',
      answer: {
        errors: [error],
        get data(): never {
          throw new Error('No');
        },
      },
    },
    { shape: 'an empty data entry', answer: { data: {}, errors: [error] } },
    { shape: 'more to come', answer: { errors: [error], hasNext: true } },
    {
      shape: 'an incremental payload',
      answer: { incremental: [{ errors: [error], path: ['a'] }], hasNext: false },
    },
    { shape: 'results in an array', answer: [{ errors: [error] }, { data: { rename: 'r' } }] },
    {
      shape: 'a body whose data is null',
      answer: { bodyText: JSON.stringify({ data: null, errors: [error] }) },
    },
    {
      shape: 'a response whose data is null',
      answer: { response: { data: null, errors: [error] } },
    },
    {
      shape: 'a network error whose data is null',
      answer: { networkError: { result: { data: null, errors: [error] } } },
    },
    { shape: 'a cause whose data is null', answer: { cause: { data: null, errors: [error] } } },
    {
      shape: 'data around a whole result',
      answer: { data: { transfer: 1 }, error: { errors: [error] } },
    },
    {
      shape: 'an error that is nested',
      answer: { errors: [{ message: 'Gateway', extensions: { errors: [error] } }] },
    },
    { shape: 'errors that are not an array', answer: { errors: { 0: error, length: 1 } } },
    { shape: 'a document', answer: parse('mutation { transfer { id } }') },
  ])('are no proof that nothing ran: $shape', ({ answer }) => {
    expect(getRefusal(answer)?.nothingRan ?? false).toBe(false);
  });
});

describe('What is no refusal', () => {
  const hostile: ProxyHandler<object> = Object.fromEntries(
    ['get', 'has', 'ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf'].map((trap) => [
      trap,
      () => {
        throw new Error('No');
      },
    ]),
  );
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const cyclic: Record<string, unknown> = { name: 'Error' };
  Object.assign(cyclic, { cause: cyclic, networkError: cyclic, error: cyclic, errors: [cyclic] });

  it.each([
    undefined,
    null,
    true,
    0,
    NaN,
    '',
    'REAUTH_REQUIRED',
    JSON.stringify({ errors: [error] }),
    Symbol('REAUTH_REQUIRED'),
    () => ({ errors: [error] }),
    {},
    [],
    [null, 1, 'REAUTH_REQUIRED', [], {}],
    new Error('REAUTH_REQUIRED'),
    { errors: 'REAUTH_REQUIRED' },
    { errors: [] },
    { errors: [null, 'x', 3, { message: 'REAUTH_REQUIRED' }] },
    { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
    { errors: [{ extensions: { code: 'reauth_required' } }] },
    { errors: [{ extensions: { code: ['REAUTH_REQUIRED'] } }] },
    { errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_INVALID' } }] },
    { errors: [{ extensions: { code: 'FORBIDDEN', reason: 'TOKEN_EXPIRED' } }] },
    { data: { transfer: { code: 'REAUTH_REQUIRED' } } },
    { data: { errors: [error] } },
    { statusCode: 401, bodyText: '<html>REAUTH_REQUIRED</html>' },
    { statusCode: 401, bodyText: '{"errors":' },
  ])('asks for nothing: %o', (answer) => {
    expect(getReauthChallenge(answer)).toBeUndefined();
    expect(getRefusal(answer)).toBeUndefined();
  });

  it.each([
    { what: 'a proxy that throws', answer: () => new Proxy({}, hostile) },
    { what: 'errors in a proxy that throws', answer: () => ({ errors: [new Proxy({}, hostile)] }) },
    { what: 'a proxy that was revoked', answer: () => revoked.proxy },
    { what: 'a cause that is its own', answer: () => cyclic },
  ])('throws nothing: $what', ({ answer }) => {
    expect(getRefusal(answer())).toBeUndefined();
  });

  it.each([
    {
      what: 'many errors',
      answer: () => ({ errors: Array<object>(1e5).fill({ message: 'x' }) }),
    },
    { what: 'many refusals', answer: () => ({ errors: Array<object>(1e5).fill(error) }) },
    { what: 'a long body', answer: () => ({ bodyText: `{"errors":[${'{},'.repeat(2e5)}{}]}` }) },
    { what: 'a deep body', answer: () => ({ bodyText: '['.repeat(1e6) }) },
    { what: 'a deep cause', answer: () => deep((cause) => ({ cause })) },
    { what: 'deep errors', answer: () => deep((inner) => ({ errors: [inner] })) },
    { what: 'deep arrays', answer: () => deep((inner) => [inner, inner]) },
    {
      what: 'causes everywhere',
      answer: () =>
        deep(
          (one) => ({ cause: one, error: one, networkError: one, result: one, response: one }),
          60,
        ),
    },
  ])(
    'takes bounded time: $what',
    ({ answer }) => {
      expect(() => getRefusal(answer())).not.toThrow();
    },
    10_000,
  );
});

function deep(wrap: (inner: unknown) => unknown, depth = 1e5): unknown {
  let value: unknown = { message: 'x' };
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
}
