import { expect, it } from 'vitest';
import {
  assertBoolean,
  assertCount,
  assertFunction,
  assertKnownOptions,
  assertOneOf,
  assertSeconds,
  ConfigurationError,
  isAcrValue,
} from '../../src/protocol/index.js';

const LARGEST = 2 ** 31 - 1;

it.each([
  {
    name: 'seconds',
    assert: assertSeconds,
    right: [0, 1, LARGEST],
    wrong: [-1, 0.5, LARGEST + 1, NaN, Infinity, '1', null, undefined, 1n],
  },
  {
    name: 'a count',
    assert: assertCount,
    right: [1, 2 ** 53 - 1],
    wrong: [0, -1, 1.5, 2 ** 53, NaN, '1', null, undefined],
  },
  {
    name: 'a boolean',
    assert: assertBoolean,
    right: [true, false],
    wrong: [0, 1, 'true', '', null, undefined],
  },
  {
    name: 'a function',
    assert: assertFunction,
    right: [() => 1, Date],
    wrong: [{}, 'f', null, undefined],
  },
])('knows $name', ({ assert, right, wrong }) => {
  const isRight = (value: unknown): boolean => {
    try {
      assert('option', value);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError);
      expect((error as Error).message).toMatch(/^"option" must be /);
      return false;
    }
  };
  expect(right.map(isRight)).toEqual(right.map(() => true));
  expect(wrong.map(isRight)).toEqual(wrong.map(() => false));
});

it('names the values there are', () => {
  expect(() => {
    assertOneOf('mode', 'c', ['a', 'b', 5]);
  }).toThrow(new ConfigurationError('"mode" must be one of "a", "b", 5'));
  expect(() => {
    assertOneOf('mode', 'a', ['a', 'b']);
  }).not.toThrow();
});

it('refuses a misspelt option', () => {
  const check = (options: unknown) => () => {
    assertKnownOptions('createThing', options, ['size', 'name']);
  };
  expect(check({ size: 1 })).not.toThrow();
  expect(check({})).not.toThrow();
  expect(check({ sise: 1 })).toThrow(
    new ConfigurationError('createThing has no option "sise"; it has size, name'),
  );
  for (const options of [undefined, null, 'size', 5]) {
    expect(check(options)).toThrow(
      new ConfigurationError('createThing takes an object of options'),
    );
  }
});

it('a configuration error is a TypeError with a code of its own', () => {
  const error = new ConfigurationError('wrong');
  expect(error).toBeInstanceOf(TypeError);
  expect([error.name, error.code, error.message]).toEqual([
    'ConfigurationError',
    'CONFIGURATION',
    'wrong',
  ]);
});

it.each([
  ...['0', 'urn:mace:incommon:iap:silver', '!#$%&', 'a]b', '~'].map((value) => ({
    value,
    is: true,
  })),
  ...['', ' ', 'a b', 'a"b', 'a\\b', 'é', 'a\n', '\u007F', 5, null, undefined, ['a']].map(
    (value) => ({ value, is: false }),
  ),
])('whether $value is an acr value: $is', ({ value, is }) => {
  expect(isAcrValue(value)).toBe(is);
});
