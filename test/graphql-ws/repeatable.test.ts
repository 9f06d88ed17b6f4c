import { expect, it } from 'vitest';
import { hasNoMutation } from '../../src/graphql-ws/repeatable.js';

it.each([
  { query: 'subscription { ticks }', repeatable: true },
  { query: '{ hello }', repeatable: true },
  { query: 'query Q($a: In = { mutation: 1 }) { hello }', repeatable: true },
  { query: 'subscription { account { mutation node { id } } }', repeatable: true },
  { query: 'subscription S { a(b: "} mutation {") }', repeatable: true },
  { query: 'subscription S { a(b: """ " } \\""" mutation { """) }', repeatable: true },
  { query: '# mutation { a }\nsubscription { a }', repeatable: true },
  { query: '# {\r mutation { a }', repeatable: false },
  { query: '# \u2028 {\n mutation { a }', repeatable: false },
  { query: 'mutation { transfer }', repeatable: false },
  { query: 'mutation($a:Int){transfer(a:$a)}', repeatable: false },
  { query: 'fragment F on M { a } mutation { ...F }', repeatable: false },
  { query: 'query A { b } mutation B { c }', repeatable: false },
  { query: '"{" mutation { a }', repeatable: false },
  { query: ',\ufeff mutation{a}', repeatable: false },
  { query: 'subscription mutation { a }', repeatable: false },
  { query: '', repeatable: false },
  { query: undefined, repeatable: false },
])('$query may be sent again: $repeatable', ({ query, repeatable }) => {
  expect(hasNoMutation({ query: query as string })).toBe(repeatable);
});

it('reads a long document in no time', () => {
  const query = `subscription { ${'a(b: "x") { c } '.repeat(50_000)} }`;
  expect(hasNoMutation({ query })).toBe(true);
  expect(hasNoMutation({ query: `"${'\\'.repeat(100_001)}` })).toBe(true);
  expect(hasNoMutation({ query: '"""'.repeat(50_001) })).toBe(true);
});
