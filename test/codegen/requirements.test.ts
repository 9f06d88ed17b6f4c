import { describe, expect, it } from 'vitest';
import { generatedRequirements } from '../support/generated-requirements.js';

const TYPES = /* GraphQL */ `
  type Query {
    viewer: Viewer
    node: Node
    found: [Found!]!
  }
  type Mutation {
    rename(name: String): Viewer
    transfer: Transfer @requiresRecentAuth(seconds: 60)
    close: Boolean @requiresRecentAuth(seconds: 30, acr: ["mfa", "hardware"])
    raise: Boolean @requiresRecentAuth(seconds: 90, acr: ["hardware", "passkey"])
    export: Boolean @requiresRecentAuth(seconds: 90, acr: ["passkey"])
    forget: Node @requiresRecentAuth(seconds: 120, allowIfCannotReauthenticate: true)
  }
  type Subscription {
    events: Node
  }
  interface Node {
    id: ID!
  }
  type Viewer implements Node {
    id: ID!
    name: String
    keys: [String!] @requiresRecentAuth(seconds: 300)
    friend: Viewer
  }
  type Transfer implements Node {
    id: ID!
    bankRef: String @requiresRecentAuth(seconds: 20)
  }
  type Secret implements Node @requiresRecentAuth(seconds: 10) {
    id: ID!
  }
  union Found = Viewer | Transfer
`;

const of = (source: string) => generatedRequirements(TYPES, source);

it('gives a mutation the type, the age and the guarded fields', async () => {
  expect(await of('mutation Pay { rename { id } transfer { id } }')).toEqual({
    Pay: { type: 'mutation', maxAge: 60, fields: { 'Mutation.transfer': { maxAge: 60 } } },
  });
});

it('leaves out what selects nothing guarded', async () => {
  expect(await of('query A { viewer { id } } mutation B { rename { name } }')).toEqual({});
});

it('sorts operations and fields by name, whatever file they stand in', async () => {
  const documents = ['mutation Z { transfer { id } }', 'mutation A { transfer { bankRef } close }'];
  const generated = await generatedRequirements(TYPES, ...documents);
  expect(JSON.stringify(generated)).toBe(
    JSON.stringify({
      A: {
        type: 'mutation',
        maxAge: 20,
        acrValues: ['mfa', 'hardware'],
        fields: {
          'Mutation.close': { maxAge: 30, acrValues: ['mfa', 'hardware'] },
          'Mutation.transfer': { maxAge: 60 },
          'Transfer.bankRef': { maxAge: 20 },
        },
      },
      Z: { type: 'mutation', maxAge: 60, fields: { 'Mutation.transfer': { maxAge: 60 } } },
    }),
  );
});

it('reads the fields of every file, and of fragments in others', async () => {
  const documents = ['query Mine { viewer { ...Keys } }', 'fragment Keys on Viewer { k: keys }'];
  expect(await generatedRequirements(TYPES, ...documents)).toEqual({
    Mine: { type: 'query', maxAge: 300, fields: { 'Viewer.keys': { maxAge: 300 } } },
  });
});

it('keeps what a field lets through', async () => {
  const field = { maxAge: 120, allowIfCannotReauthenticate: true };
  expect(await of('mutation Forget { forget { __typename } }')).toEqual({
    Forget: { type: 'mutation', maxAge: 120, fields: { 'Mutation.forget': field } },
  });
});

it('keeps an operation whose name would be a prototype', async () => {
  const generated = await of('mutation __proto__ { transfer { id } }');
  expect(Object.keys(generated as object)).toEqual(['__proto__']);
});

describe('the way to a field', () => {
  const sure = {};
  const conditional = { conditional: true };
  const possible = { possible: true };
  const both = { conditional: true, possible: true };

  it.each([
    ['a field', '{ viewer { keys } }', sure],
    ['an alias', '{ v: viewer { k: keys } }', sure],
    ['a variable on the field', '{ viewer { keys @include(if: $v) } }', conditional],
    ['a variable above it', '{ viewer @skip(if: $v) { friend { keys } } }', conditional],
    [
      'a variable on an inline fragment',
      '{ viewer { ... @include(if: $v) { keys } } }',
      conditional,
    ],
    ['a variable on a spread', '{ viewer { ...F @include(if: $v) } }', conditional],
    ['a literal that includes', '{ viewer { keys @include(if: true) @skip(if: false) } }', sure],
    [
      'a literal that includes, and a variable',
      '{ viewer { keys @skip(if: false) @include(if: $v) } }',
      conditional,
    ],
    ['a literal that skips', '{ viewer { keys @skip(if: true) } }', undefined],
    ['a literal that does not include', '{ viewer { ...F @include(if: false) } }', undefined],
    [
      'a literal that skips what a variable includes',
      '{ viewer { keys @include(if: $v) @skip(if: true) } }',
      undefined,
    ],
    ['a directive of another tool', '{ viewer { keys @mask(if: $v) } }', sure],
    [
      'a variable on one way, nothing on the other',
      '{ viewer { keys @include(if: $v) } v: viewer { keys } }',
      sure,
    ],
    [
      'the same the other way round',
      '{ v: viewer { keys } viewer { keys @include(if: $v) } }',
      sure,
    ],
    [
      'a fragment under a variable, then without',
      '{ v: viewer @skip(if: $v) { ...F } viewer { ...F } }',
      sure,
    ],
    ['a fragment behind an interface, then not', '{ node { ...F } viewer { ...F } }', sure],
    ['an interface', '{ node { ... on Viewer { keys } } }', possible],
    ['a union in a list', '{ found { ... on Viewer { keys } } }', possible],
    [
      'an interface below an object type',
      '{ viewer { ... on Node { ... on Viewer { keys } } } }',
      sure,
    ],
    [
      'an interface that another object has',
      '{ viewer { ... on Transfer { bankRef } } }',
      undefined,
    ],
    ['an interface, and a variable', '{ node { ... on Viewer { keys @skip(if: $v) } } }', both],
    [
      'an interface on one way, a variable on the other',
      '{ viewer { keys @skip(if: $v) } node { ...F } }',
      possible,
    ],
    [
      'below a field behind an interface',
      '{ node { ... on Viewer { friend { keys } } } }',
      possible,
    ],
  ])('%s', async (_way, selection, marks) => {
    const fragment = selection.includes('...F') ? 'fragment F on Viewer { keys }' : '';
    const source = `query Q($v: Boolean!) ${selection} ${fragment}`;
    const fields = { 'Viewer.keys': { maxAge: 300, ...marks } };
    const maxAge = marks === sure ? { maxAge: 300 } : {};
    expect(await of(source)).toEqual(marks ? { Q: { type: 'query', ...maxAge, fields } } : {});
  });

  it('lets an interface stand for every object type that has it', async () => {
    expect(await of('query Q { node { id } }')).toEqual({
      Q: { type: 'query', fields: { 'Secret.id': { maxAge: 10, possible: true } } },
    });
  });
});

describe('the age of an operation', () => {
  it('counts what a mutation may reach, for the server asks before it knows the object', async () => {
    expect(await of('mutation M { forget { ... on Transfer { bankRef } } }')).toEqual({
      M: {
        type: 'mutation',
        maxAge: 20,
        fields: {
          'Mutation.forget': { maxAge: 120, allowIfCannotReauthenticate: true },
          'Transfer.bankRef': { maxAge: 20, possible: true },
        },
      },
    });
  });

  it('counts what a subscription may reach', async () => {
    expect(await of('subscription S { events { ... on Viewer { keys } } }')).toEqual({
      S: {
        type: 'subscription',
        maxAge: 300,
        fields: { 'Viewer.keys': { maxAge: 300, possible: true } },
      },
    });
  });

  it('does not count what depends on a variable', async () => {
    const source = 'mutation M($v: Boolean!) { transfer { bankRef @include(if: $v) } }';
    expect(await of(source)).toEqual({
      M: {
        type: 'mutation',
        maxAge: 60,
        fields: {
          'Mutation.transfer': { maxAge: 60 },
          'Transfer.bankRef': { maxAge: 20, conditional: true },
        },
      },
    });
  });

  it('comes with the acr values that satisfy every field', async () => {
    expect(await of('mutation M { close raise transfer { id } }')).toMatchObject({
      M: { maxAge: 30, acrValues: ['hardware'] },
    });
  });

  it('is left out where no one sign-in can satisfy the fields: the server says why', async () => {
    expect(await of('mutation M { close export }')).toEqual({
      M: {
        type: 'mutation',
        fields: {
          'Mutation.close': { maxAge: 30, acrValues: ['mfa', 'hardware'] },
          'Mutation.export': { maxAge: 90, acrValues: ['passkey'] },
        },
      },
    });
  });
});

describe('the work', () => {
  it('is done once for fragments that double sixty times', async () => {
    const doubling = Array.from(
      { length: 60 },
      (_, index) =>
        `fragment F${index} on Viewer { a: friend { ...F${index + 1} } b: friend { ...F${index + 1} } }`,
    );
    const last = 'fragment F60 on Viewer { keys }';
    expect(await of(`query Q { viewer { ...F0 } } ${doubling.join(' ')} ${last}`)).toEqual({
      Q: { type: 'query', maxAge: 300, fields: { 'Viewer.keys': { maxAge: 300 } } },
    });
  });

  it('ends where fragments spread one another in a circle', async () => {
    const circle =
      'fragment F on Viewer { friend { ...G } } fragment G on Viewer { keys friend { ...F } }';
    expect(await of(`query Q { viewer { ...F } } ${circle}`)).toEqual({
      Q: { type: 'query', maxAge: 300, fields: { 'Viewer.keys': { maxAge: 300 } } },
    });
  });
});
