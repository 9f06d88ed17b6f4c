import { buildSchema, parse, printSchema } from 'graphql';
import { expect, it } from 'vitest';
import { recentAuthMeta } from '../../src/codegen/index.js';
import { createRecentAuth } from '../../src/directive/index.js';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query { name: String secret: Secret @requiresRecentAuth(seconds: 60) }
  type Secret @key(fields: "id") { id: ID }
  extend type Secret @requiresRecentAuth(seconds: 90, acr: ["mfa"])
  extend type Secret @requiresRecentAuth(seconds: 30)`;

it.each([
  ['SDL, with directives of other tools', SDL],
  ['SDL that has the directive', createRecentAuth().typeDefs + SDL],
  ['a schema', buildSchema(SDL, { assumeValidSDL: true })],
])('reads %s', (_which, schema) => {
  const requirement = { maxAge: 30, acrValues: ['mfa'] };
  expect(recentAuthMeta(schema)(parse('query Q { secret { id } }'))).toEqual({
    recentAuth: {
      type: 'query',
      ...requirement,
      fields: { 'Query.secret': requirement, 'Secret.id': requirement },
    },
  });
});

it.each([
  ['an operation that selects nothing guarded', 'query Q { name }'],
  ['a fragment alone', 'fragment F on Query { secret { id } }'],
])('says nothing of %s', (_which, source) => {
  expect(recentAuthMeta(SDL)(parse(source))).toBeUndefined();
});

it('refuses two operations in one document', () => {
  expect(() => recentAuthMeta(SDL)(parse('query A { name } query B { name }'))).toThrow(
    'A document must hold one operation',
  );
});

it('refuses what printSchema printed', () => {
  const printed = printSchema(buildSchema(SDL, { assumeValidSDL: true }));
  expect(() => recentAuthMeta(printed)).toThrow(/carries @requiresRecentAuth/);
});
