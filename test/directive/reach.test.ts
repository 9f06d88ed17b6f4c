import { describe, expect, it } from 'vitest';
import { createGraph, signedIn } from '../support/graph.js';

const typeDefs = /* GraphQL */ `
  interface Node {
    id: ID
  }
  interface Secretive {
    secret: String
  }
  type Account implements Node & Secretive {
    id: ID
    secret: String @requiresRecentAuth(seconds: 300)
    owner: User
  }
  type Card implements Node & Secretive {
    id: ID
    secret: String
  }
  type User implements Node {
    id: ID
    account: Account
  }
  type Vault @requiresRecentAuth(seconds: 120) {
    id: ID
    box: Box
  }
  type Box {
    id: ID
  }
  union Any = Account | Card | User
  union _Entity = Account | Card
  type Query {
    account: Account
    node: Node
    secretive: Secretive
    any: Any
    anyList: [[Any!]!]
    viewer: User
    vault: Vault
    vaults: [Vault!]!
    _entities: [_Entity]!
  }
  type Mutation {
    open: Account
    find: Any
    touch: String
  }
`;

const account = { __typename: 'Account', id: 'a', secret: 's' };
const resolvers = {
  Query: {
    account: () => account,
    node: () => account,
    secretive: () => account,
    any: () => account,
    anyList: () => [[account]],
    viewer: () => ({ id: 'u', account }),
    vault: () => ({ id: 'v' }),
    vaults: () => [{ id: 'v' }],
    _entities: () => [account],
  },
  Mutation: { open: () => account, find: () => account, touch: () => 'touched' },
};

const graph = createGraph(typeDefs, () => resolvers);

async function codesOf(source: string, variables = {}, operationName?: string): Promise<unknown[]> {
  const { errors = [] } = await graph.run(source, signedIn(900), variables, operationName);
  return errors.map(({ message, extensions }) => extensions['code'] ?? message);
}

describe('a guarded field', () => {
  it.each([
    ['directly', '{ account { secret } }'],
    ['by an alias', '{ account { x: secret } }'],
    ['by a named fragment', 'query { account { ...F } } fragment F on Account { secret }'],
    [
      'by a fragment on an interface',
      'query { account { ...F } } fragment F on Secretive { secret }',
    ],
    ['by an inline fragment', '{ account { ... on Account { secret } } }'],
    ['by an inline fragment without a type', '{ account { ... { secret } } }'],
    ['by an interface that has the field', '{ secretive { secret } }'],
    ['by an interface that has it not', '{ node { ... on Account { secret } } }'],
    ['by one interface inside another', '{ node { ... on Secretive { secret } } }'],
    ['by a union', '{ any { ... on Account { secret } } }'],
    ['by a nested list', '{ anyList { ... on Secretive { secret } } }'],
    ['by a nested object', '{ viewer { account { secret } } }'],
    ['by _entities', '{ _entities { ... on Account { secret } } }'],
    ['beside a skipped selection of itself', '{ account { secret @skip(if: true) x: secret } }'],
    ['under include: true', '{ account { secret @include(if: true) } }'],
    ['in a mutation', 'mutation { open { secret } }'],
    [
      'in a mutation behind a union',
      'mutation { find { ... on Node { ... on Account { secret } } } }',
    ],
    ['by a field that returns a guarded type', '{ vault { __typename } }'],
    ['by a list of a guarded type', '{ vaults { __typename } }'],
  ])('RA-15: is refused when it is reached %s', async (_, source) => {
    expect(new Set(await codesOf(source))).toEqual(new Set(['REAUTH_REQUIRED']));
  });

  it('RA-2: of a guarded type is refused by the type and by the field that returns it', () => {
    expect(Object.fromEntries(graph.recentAuth.requirements(graph.schema))).toEqual({
      'Account.secret': { seconds: 300, acr: undefined, allowIfCannotReauthenticate: false },
      'Vault.id': { seconds: 120, acr: undefined, allowIfCannotReauthenticate: false },
      'Vault.box': { seconds: 120, acr: undefined, allowIfCannotReauthenticate: false },
      'Query.vault': { seconds: 120, acr: undefined, allowIfCannotReauthenticate: false },
      'Query.vaults': { seconds: 120, acr: undefined, allowIfCannotReauthenticate: false },
    });
  });

  it.each([
    ['under a literal skip', 'mutation { open { id secret @skip(if: true) } }', {}],
    ['under a literal include', 'mutation { open { id secret @include(if: false) } }', {}],
    [
      'under a variable',
      'mutation ($no: Boolean!) { open { id secret @include(if: $no) } }',
      { no: false },
    ],
    [
      'under a default',
      'mutation ($no: Boolean = false) { open { id secret @include(if: $no) } }',
      {},
    ],
    [
      'in a skipped inline fragment',
      'mutation ($v: Boolean!) { open { id ... @skip(if: $v) { secret } } }',
      { v: true },
    ],
    [
      'in a skipped spread',
      'mutation ($v: Boolean!) { open { id ...F @skip(if: $v) } } fragment F on Account { secret }',
      { v: true },
    ],
    [
      'below a skipped field',
      'mutation ($v: Boolean!) { touch open @skip(if: $v) { secret } }',
      { v: true },
    ],
    ['in a fragment of another type', 'mutation { find { ... on Card { secret } } }', {}],
  ])('RA-16: is not checked when it is excluded %s', async (_, source, variables) => {
    expect(await codesOf(source, variables)).toEqual([]);
  });

  it.each([
    [
      'a variable',
      'mutation ($yes: Boolean!) { open { id secret @include(if: $yes) } }',
      { yes: true },
    ],
    ['a default', 'mutation ($yes: Boolean = true) { open { id secret @include(if: $yes) } }', {}],
    [
      'one of two spreads',
      'mutation ($v: Boolean!) { open { ...F @skip(if: $v) ...F } } fragment F on Account { secret }',
      { v: true },
    ],
    [
      'skip and include together',
      'mutation ($v: Boolean!) { open { secret @skip(if: $v) @include(if: true) } }',
      { v: false },
    ],
  ])('RA-16: is checked when it is selected by %s', async (_, source, variables) => {
    expect(await codesOf(source, variables)).toEqual(['REAUTH_REQUIRED']);
  });

  it('is not checked in another operation of the document', async () => {
    const source = 'mutation A { touch } mutation B { open { secret } }';
    expect(await codesOf(source, {}, 'A')).toEqual([]);
    expect(await codesOf(source, {}, 'B')).toEqual(['REAUTH_REQUIRED']);
  });
});

describe('check, before execution', () => {
  it.each([
    ['a string', { no: 'false' }],
    ['zero', { no: 0 }],
    ['null', { no: null }],
    ['nothing', {}],
  ])('RA-16: counts a field under %s for a variable as selected', async (_, variableValues) => {
    const { parse } = await import('graphql');
    const refusal = await graph.recentAuth.check({
      schema: graph.schema,
      document: parse('mutation ($no: Boolean) { open { secret @include(if: $no) } }'),
      variableValues,
      contextValue: signedIn(900),
    });
    expect(refusal?.code).toBe('REAUTH_REQUIRED');
  });
});
