import { addResolversToSchema, makeExecutableSchema } from '@graphql-tools/schema';
import { MapperKind, mapSchema } from '@graphql-tools/utils';
import {
  buildASTSchema,
  extendSchema,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  Kind,
  parse,
} from 'graphql';
import type { FieldDefinitionNode } from 'graphql';
import { describe, expect, it, vi } from 'vitest';
import { createRecentAuth } from '../../src/directive/index.js';
import type { RecentAuthOptions } from '../../src/directive/index.js';
import { ConfigurationError } from '../../src/protocol/index.js';
import type { Context } from '../support/graph.js';
import { NOW, signedIn } from '../support/graph.js';

/** Builds without the validation that would catch most mistakes before us, as some libraries do. */
function unvalidated(sdl: string, typeDefs: string = createRecentAuth().typeDefs): GraphQLSchema {
  return buildASTSchema(parse(`${typeDefs}\n${sdl}`), { assumeValidSDL: true });
}

function transform(schema: GraphQLSchema, options?: RecentAuthOptions<unknown>): GraphQLSchema {
  return createRecentAuth(options).transform(schema);
}

const query = 'type Query { a: String }';

describe('a schema that looks guarded and is not', () => {
  it.each([
    [
      'a misspelt directive',
      'type Query { a: String @requireRecentAuth(seconds: 60) }',
      '@requireRecentAuth on Query.a looks like @requiresRecentAuth',
    ],
    [
      'another case',
      'type Query { a: String @RequiresRecentAuth(seconds: 60) }',
      '@RequiresRecentAuth on Query.a',
    ],
    [
      'a longer name',
      'type Query { a: String @requiresRecentAuthentication(seconds: 60) }',
      '@requiresRecentAuthentication on Query.a',
    ],
    [
      'a namespace',
      'type Query { a: String @recentAuth__requiresRecentAuth(seconds: 60) }',
      '@recentAuth__requiresRecentAuth on Query.a',
    ],
    [
      'another name for our arguments',
      `${query} directive @fresh(seconds: Int!, acr: [String!], allowIfCannotReauthenticate: Boolean) on OBJECT`,
      'The directive @fresh looks like',
    ],
    [
      'the words turned round',
      `${query} directive @recentAuthRequired on OBJECT`,
      'The directive @recentAuthRequired looks like',
    ],
    [
      'one type for mutation and subscription',
      'schema { query: Query mutation: R subscription: R } type Query { a: Int } type R { a: Int @requiresRecentAuth(seconds: 60) }',
      'Query, mutation and subscription must be different types',
    ],
    [
      'a misspelt definition',
      `${query} directive @requiresRecentAut(seconds: Int!) on OBJECT`,
      'The directive @requiresRecentAut looks like',
    ],
    [
      'an interface',
      `${query} interface I @requiresRecentAuth(seconds: 60) { a: String }`,
      '@requiresRecentAuth on I is not enforced',
    ],
    [
      'a field of an interface',
      `${query} interface I { a: String @requiresRecentAuth(seconds: 60) }`,
      '@requiresRecentAuth on I.a is not enforced',
    ],
    [
      'an argument of an interface',
      `${query} interface I { a(b: Int @requiresRecentAuth(seconds: 60)): String }`,
      'on I.a(b:) is not enforced',
    ],
    [
      'an input',
      `${query} input I @requiresRecentAuth(seconds: 60) { a: String }`,
      'on I is not enforced',
    ],
    [
      'a field of an input',
      `${query} input I { a: String @requiresRecentAuth(seconds: 60) }`,
      'on I.a is not enforced',
    ],
    [
      'an argument',
      'type Query { a(b: Int @requiresRecentAuth(seconds: 60)): String }',
      'on Query.a(b:) is not enforced',
    ],
    [
      'an argument of a directive',
      `${query} directive @d(b: Int @requiresRecentAuth(seconds: 60)) on OBJECT`,
      'on @d(b:) is not enforced',
    ],
    ['an enum', `${query} enum E @requiresRecentAuth(seconds: 60) { A }`, 'on E is not enforced'],
    [
      'an enum value',
      `${query} enum E { A @requiresRecentAuth(seconds: 60) }`,
      'on E.A is not enforced',
    ],
    [
      'a union',
      `${query} union U @requiresRecentAuth(seconds: 60) = Query`,
      'on U is not enforced',
    ],
    ['a scalar', `${query} scalar S @requiresRecentAuth(seconds: 60)`, 'on S is not enforced'],
    [
      'the schema',
      `${query} schema @requiresRecentAuth(seconds: 60) { query: Query }`,
      'on the schema is not enforced',
    ],
    [
      'an extension of an interface',
      `${query} interface I { a: String } extend interface I @requiresRecentAuth(seconds: 60)`,
      'on I is not enforced',
    ],
  ])('RA-1: does not start with %s', (_, sdl, message) => {
    expect(() => transform(unvalidated(sdl))).toThrow(ConfigurationError);
    expect(() => transform(unvalidated(sdl))).toThrow(message);
  });

  it.each([
    ['seconds: -1', '"seconds" must be a whole number of seconds from 1'],
    ['seconds: 1.5', '"seconds" must be'],
    ['seconds: "300"', '"seconds" must be'],
    ['seconds: null', '"seconds" must be'],
    ['seconds: 2147483648', '"seconds" must be'],
    ['seconds: SOON', '"seconds" must be'],
    ['', '"seconds" must be'],
    ['seconds: 0', 'that needs signed tickets'],
    [
      'seconds: 60, maxAge: 30',
      'has no argument "maxAge"; it has seconds, acr, allowIfCannotReauthenticate',
    ],
    [
      'seconds: 60, allowIfCannotReauthenticate: null',
      '"allowIfCannotReauthenticate" must be true or false',
    ],
    ['seconds: 60, allowIfCannotReauthenticate: "yes"', '"allowIfCannotReauthenticate" must be'],
  ])('RA-4: does not start with @requiresRecentAuth(%s)', (args, message) => {
    const applied = args === '' ? '@requiresRecentAuth' : `@requiresRecentAuth(${args})`;
    expect(() => transform(unvalidated(`type Query { a: String ${applied} }`))).toThrow(message);
    expect(() => transform(unvalidated(`type Query ${applied} { a: String }`))).toThrow(message);
  });

  it.each([
    ['[]', 'must be a list of one or more'],
    ['"mfa"', 'must be a list of one or more'],
    ['[""]', 'printable ASCII without space'],
    ['["a b"]', 'printable ASCII without space'],
    ['["a\\"b"]', 'printable ASCII without space'],
    ['["mfa", null]', 'printable ASCII without space'],
    ['["0"]', 'cannot ask for "0"'],
    ['["mfa", "0"]', 'cannot ask for "0"'],
  ])('RA-5: does not start with acr: %s', (acr, message) => {
    const sdl = `type Query { a: String @requiresRecentAuth(seconds: 60, acr: ${acr}) }`;
    expect(() => transform(unvalidated(sdl))).toThrow(message);
  });

  it('tells of every fault at once', () => {
    const sdl =
      'type Query { a: String @requiresRecentAuth(seconds: 0) b: Int @requiresRecentAuth(seconds: -1) }';
    expect(() => transform(unvalidated(sdl))).toThrow(/Query\.a.*\n.*Query\.b/);
  });

  it.each(['requiresAuth', 'recentAuthor', 'auth', 'deprecated'])(
    'starts with @%s, which is somebody else’s',
    (name) => {
      const sdl = `type Query { a: String @${name} @requiresRecentAuth(seconds: 60) }`;
      expect(() => transform(unvalidated(sdl))).not.toThrow();
    },
  );
});

describe('requirements', () => {
  const of = (schema: GraphQLSchema) => Object.fromEntries(createRecentAuth().requirements(schema));

  it.each([
    [
      'the smallest seconds',
      '@requiresRecentAuth(seconds: 60) @requiresRecentAuth(seconds: 30)',
      { seconds: 30 },
    ],
    [
      'the common acr',
      '@requiresRecentAuth(seconds: 60, acr: ["a", "b"]) @requiresRecentAuth(seconds: 60, acr: ["b", "c"])',
      { acr: ['b'] },
    ],
    [
      'the only acr',
      '@requiresRecentAuth(seconds: 60) @requiresRecentAuth(seconds: 60, acr: ["a"])',
      { acr: ['a'] },
    ],
    ['no acr for null', '@requiresRecentAuth(seconds: 60, acr: null)', { acr: undefined }],
    [
      'leniency of all',
      '@requiresRecentAuth(seconds: 60, allowIfCannotReauthenticate: true) @requiresRecentAuth(seconds: 90, allowIfCannotReauthenticate: true)',
      { allowIfCannotReauthenticate: true },
    ],
    [
      'no leniency of one',
      '@requiresRecentAuth(seconds: 60, allowIfCannotReauthenticate: true) @requiresRecentAuth(seconds: 60)',
      { allowIfCannotReauthenticate: false },
    ],
  ])('RA-3: keep %s', (_, applied, expected) => {
    const schema = unvalidated(`type Query { a: String ${applied} }`);
    const requirement = {
      seconds: 60,
      acr: undefined,
      allowIfCannotReauthenticate: false,
      ...expected,
    };
    expect(of(schema)).toEqual({ 'Query.a': requirement });
  });

  it('RA-3: of field, type and returned type keep the strictest', () => {
    const schema = unvalidated(`
      type Query @requiresRecentAuth(seconds: 900) {
        a: A @requiresRecentAuth(seconds: 600)
        b: [A!]! @requiresRecentAuth(seconds: 30)
        c: String
      }
      type A @requiresRecentAuth(seconds: 60) { id: ID @requiresRecentAuth(seconds: 120) }`);
    const seconds = Object.entries(of(schema)).map(([name, { seconds }]) => [name, seconds]);
    expect(Object.fromEntries(seconds)).toEqual({
      'Query.a': 60,
      'Query.b': 30,
      'Query.c': 900,
      'A.id': 60,
    });
  });

  it('RA-3: that no acr can meet stop the start', () => {
    const sdl = `type Query @requiresRecentAuth(seconds: 60, acr: ["a"]) { a: String @requiresRecentAuth(seconds: 60, acr: ["b"]) }`;
    expect(() => transform(unvalidated(sdl))).toThrow(
      '@requiresRecentAuth on Query.a: annotations ask for "acr" values that have none in common',
    );
  });

  it('RA-6: are read from extensions of SDL', () => {
    const schema = unvalidated(`
      type Query { a: String }
      extend type Query @requiresRecentAuth(seconds: 60)
      extend type Query { b: String @requiresRecentAuth(seconds: 30) }`);
    expect(Object.values(of(schema)).map(({ seconds }) => seconds)).toEqual([60, 30]);
  });

  it.each([
    ['an object', { requiresRecentAuth: { seconds: 60 } }],
    ['an object of arrays', { requiresRecentAuth: [{ seconds: 60 }, { seconds: 90 }] }],
    ['an array', [{ name: 'requiresRecentAuth', args: { seconds: 60 } }]],
  ])('RA-6: are read from code in the form of %s', (_, directives) => {
    const schema = codeFirst(directives);
    expect(of(schema)['Query.a']?.seconds).toBe(60);
    expect(() => transform(schema)).not.toThrow();
  });

  it('RA-6: of code never loosen those of SDL', () => {
    const strict = unvalidated('type Query { a: String @requiresRecentAuth(seconds: 60) }');
    const field = strict.getQueryType()?.getFields()['a'];
    if (field) field.extensions = { directives: { requiresRecentAuth: { seconds: 9999 } } };
    expect(of(strict)['Query.a']?.seconds).toBe(60);
  });

  it('RA-6: of code beside extensions.directives stop the start', () => {
    const extensions = { requiresRecentAuth: { seconds: 60 } };
    const fields = { a: { type: GraphQLString, extensions } };
    const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) });
    expect(() => transform(schema)).toThrow('extensions.requiresRecentAuth of Query.a is not read');
  });

  it('RA-6: are read from syntax nodes that leave out what is empty', () => {
    const node = (name: string) => ({
      kind: Kind.DIRECTIVE,
      name: { kind: Kind.NAME, value: name },
    });
    const of = (astNode: object) =>
      new GraphQLSchema({
        query: new GraphQLObjectType({
          name: 'Query',
          fields: { a: { type: GraphQLString, astNode: astNode as FieldDefinitionNode } },
        }),
      });
    expect(() => transform(of({ directives: [node('requiresRecentAuth')] }))).toThrow(
      '"seconds" must be',
    );
    expect(() => transform(of({ directives: undefined }))).not.toThrow();
    expect(() => transform(of({}))).not.toThrow();
  });

  it('are read from a schema without queries', () => {
    expect(createRecentAuth().requirements(new GraphQLSchema({})).size).toBe(0);
  });

  it.each([
    ['without arguments', { requiresRecentAuth: true }],
    ['with null', { requiresRecentAuth: null }],
    ['in an array without args', [{ name: 'requiresRecentAuth' }]],
    ['with an unknown argument', { requiresRecentAuth: { seconds: 60, max: 1 } }],
    ['with a misspelt name', { requireRecentAuth: { seconds: 60 } }],
    ['with an empty list', { requiresRecentAuth: [] }],
    ['as a word', '@requiresRecentAuth(seconds: 60)'],
    ['as a Map', new Map([['requiresRecentAuth', { seconds: 60 }]])],
    ['as a Set', new Set(['requiresRecentAuth'])],
    ['as pairs', [['requiresRecentAuth', { seconds: 60 }]]],
    ['as words', ['@requiresRecentAuth(seconds: 60)']],
    ['with null in a list', [null]],
    ['in a list under another member', [{ directive: 'requiresRecentAuth' }]],
    ['with a misspelt name in an array', [{ name: 'requiresRecentauth', args: {} }]],
  ])('RA-6: of code %s stop the start', (_, directives) => {
    expect(() => transform(codeFirst(directives))).toThrow(ConfigurationError);
  });

  it.each([[[]], [{}], [null], [undefined]])(
    'are none where extensions.directives is %j',
    (directives) => {
      expect(of(codeFirst(directives))).toEqual({});
    },
  );

  function codeFirst(directives: unknown): GraphQLSchema {
    const a = { type: GraphQLString, extensions: { directives } };
    return new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { a } }) });
  }
});

describe('a report list', () => {
  const schema = unvalidated('type Query { a: String @requiresRecentAuth(seconds: 60) b: String }');
  it.each([['Query.b'], ['Query.c'], ['a'], ['']])(
    'RA-1: that names %j stops the start',
    (coordinate) => {
      expect(() => transform(schema, { report: [coordinate] })).toThrow('guarded are: Query.a');
    },
  );

  it('that names a guarded field starts', () => {
    expect(() => transform(schema, { report: ['Query.a'] })).not.toThrow();
    expect(() => transform(unvalidated(query), { report: ['Query.a'] })).toThrow(
      'guarded are: none',
    );
  });
});

describe('assertEnforced', () => {
  const typeDefs = `
    type Query { a: String b: String @requiresRecentAuth(seconds: 60) }
    type Mutation { c: String d: String @requiresRecentAuth(seconds: 60) }
    type Subscription { e: String f: String @requiresRecentAuth(seconds: 60) }`;
  const recentAuth = createRecentAuth({ atomicQueries: true });
  const plain = makeExecutableSchema({ typeDefs: [recentAuth.typeDefs, typeDefs] });
  const guarded = recentAuth.transform(plain);
  const stranger = createRecentAuth().transform(plain);
  const replace = (coordinate: string) => {
    const [type = '', field = ''] = coordinate.split('.');
    return addResolversToSchema({
      schema: guarded,
      resolvers: { [type]: { [field]: () => 'open' } },
    });
  };

  it('accepts what transform made, once or twice', () => {
    expect(() => {
      recentAuth.assertEnforced(guarded);
    }).not.toThrow();
    expect(() => {
      recentAuth.assertEnforced(recentAuth.transform(guarded));
    }).not.toThrow();
  });

  it('accepts a later transformation that keeps the guards', () => {
    expect(() => {
      recentAuth.assertEnforced(mapSchema(guarded, {}));
    }).not.toThrow();
    expect(() => {
      recentAuth.assertEnforced(
        extendSchema(guarded, parse('extend type Query { g: Int }'), { assumeValid: true }),
      );
    }).toThrow('Query.g must check the whole operation');
    const partial = createRecentAuth();
    const extended = extendSchema(partial.transform(plain), parse('extend type Query { g: Int }'));
    expect(() => {
      partial.assertEnforced(extended);
    }).not.toThrow();
  });

  it.each([
    ['was never transformed', plain, 'Query.b carries @requiresRecentAuth'],
    ['was transformed by another instance', stranger, 'Query.b carries @requiresRecentAuth'],
    ['has a replaced guard of a query', replace('Query.b'), 'Query.b carries @requiresRecentAuth'],
    [
      'has a replaced guard of a mutation',
      replace('Mutation.d'),
      'Mutation.d carries @requiresRecentAuth',
    ],
    [
      'has a replaced root field that is not annotated',
      replace('Mutation.c'),
      'Mutation.c must check the whole operation before it runs',
    ],
    [
      'has a replaced root query field, with atomic queries',
      replace('Query.a'),
      'Query.a must check the whole operation',
    ],
    [
      'has a replaced subscribe',
      addResolversToSchema({
        schema: guarded,
        resolvers: { Subscription: { e: { subscribe: () => undefined } } },
      }),
      'Subscription.e must check the whole operation',
    ],
    [
      'has a replaced resolve of a subscription',
      replace('Subscription.e'),
      'Subscription.e must check the whole operation',
    ],
    [
      'lost its guards to mapSchema',
      mapSchema(guarded, {
        [MapperKind.OBJECT_FIELD]: (config) => ({ ...config, resolve: () => 'open' }),
      }),
      'Query.b carries @requiresRecentAuth',
    ],
    [
      'was extended with a guarded field',
      extendSchema(guarded, parse('extend type Query { g: Int @requiresRecentAuth(seconds: 60) }')),
      'Query.g carries @requiresRecentAuth',
    ],
    [
      'was extended with a mutation',
      extendSchema(guarded, parse('extend type Mutation { g: Int }')),
      'Mutation.g must check the whole operation',
    ],
  ])('RA-1: throws where the schema %s', (_, schema, message) => {
    expect(() => {
      recentAuth.assertEnforced(schema);
    }).toThrow(ConfigurationError);
    expect(() => {
      recentAuth.assertEnforced(schema);
    }).toThrow(message);
    expect(() => {
      recentAuth.assertEnforced(schema);
    }).toThrow('Transform the schema last');
  });

  it('RA-1: throws where a root field has a guard that answers for one field alone', () => {
    const partial = createRecentAuth();
    const schema = partial.transform(plain);
    const ofOneField = schema.getQueryType()?.getFields()['b']?.resolve;
    const rename = schema.getMutationType()?.getFields()['c'];
    if (rename && ofOneField) rename.resolve = ofOneField;
    expect(() => {
      partial.assertEnforced(schema);
    }).toThrow('Mutation.c must check the whole operation');
  });

  it('accepts a schema of queries alone', () => {
    const queries = createRecentAuth();
    const schema = unvalidated('type Query { a: String @requiresRecentAuth(seconds: 60) }');
    expect(() => {
      queries.assertEnforced(queries.transform(schema));
    }).not.toThrow();
  });

  it('RA-1: throws where nothing is annotated and transform was forgotten', () => {
    const bare = unvalidated(query);
    expect(() => {
      recentAuth.assertEnforced(bare);
    }).toThrow('give the server what transform returns');
    expect(() => {
      recentAuth.assertEnforced(recentAuth.transform(bare));
    }).not.toThrow();
  });

  it('finds a guard of a field whose annotation was lost on the way', () => {
    const stripped = mapSchema(guarded, {
      [MapperKind.OBJECT_FIELD]: (config) => ({ ...config, astNode: null }),
    });
    expect(recentAuth.requirements(stripped).get('Mutation.d')?.seconds).toBe(60);
    expect(() => {
      recentAuth.assertEnforced(stripped);
    }).not.toThrow();
  });
});

describe('transform', () => {
  it('warns of a mutation that may return a guarded object unguarded', () => {
    const emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    transform(
      unvalidated(`
      type Query { a: String }
      type Mutation { any: U  guarded: U @requiresRecentAuth(seconds: 60) open: V plain: A list: [U!]! }
      union U = A | B
      union V = B
      type A @requiresRecentAuth(seconds: 60) { id: ID }
      type B { id: ID }`),
    );
    expect(
      emitWarning.mock.calls.map(([text, options]) => [String(text).split(' ')[0], options]),
    ).toEqual([
      ['Mutation.any', { type: 'RecentAuthWarning', code: 'RECENT_AUTH_UNGUARDED_RETURN' }],
      ['Mutation.list', { type: 'RecentAuthWarning', code: 'RECENT_AUTH_UNGUARDED_RETURN' }],
    ]);
    emitWarning.mockRestore();
  });

  it('leaves unguarded query fields as they are', () => {
    const plain = makeExecutableSchema({
      typeDefs: [
        createRecentAuth().typeDefs,
        'type Query { a: String b: String @requiresRecentAuth(seconds: 1) }',
      ],
      resolvers: { Query: { a: () => 'a', b: () => 'b' } },
    });
    const resolversOf = (schema: GraphQLSchema) =>
      Object.values(schema.getQueryType()?.getFields() ?? {}).map(({ resolve }) => resolve);
    const [a, b] = resolversOf(transform(plain));
    expect(a).toBe(resolversOf(plain)[0]);
    expect(b).not.toBe(resolversOf(plain)[1]);
  });
});

describe('transform', () => {
  it.each([undefined, null, 'type Query { a: Int }', {}])('takes no %j for a schema', (wrong) => {
    expect(() => transform(wrong as never)).toThrow(ConfigurationError);
  });
});

describe('createRecentAuth', () => {
  it.each([
    [{ atomicQuery: true }, 'createRecentAuth has no option "atomicQuery"'],
    [null, 'createRecentAuth takes an object of options'],
    [{ getAuthentication: 'user' }, '"getAuthentication" must be a function'],
    [{ atomicQueries: 'no' }, '"atomicQueries" must be one of true, false'],
    [{ cannotReauthenticate: 'allow' }, '"cannotReauthenticate" must be one of "refuse", "login"'],
    [{ clockTolerance: -1 }, '"clockTolerance" must be a whole number of seconds'],
    [{ clockTolerance: NaN }, '"clockTolerance" must be a whole number of seconds'],
    [{ httpStatus: 403 }, '"httpStatus" must be one of "negotiated", 200, 401'],
    [{ discloseRequirements: 0 }, '"discloseRequirements" must be one of true, false'],
    [{ report: 'Query.a' }, '"report" must be a list of schema coordinates'],
    [{ report: [1] }, '"report" must be a list of schema coordinates'],
    [{ onDecision: {} }, '"onDecision" must be a function'],
    [{ fieldResolver: 1 }, '"fieldResolver" must be a function'],
    [{ clock: 1 }, '"clock" must be a function'],
  ])('refuses %j', (options, message) => {
    expect(() => createRecentAuth(options as RecentAuthOptions<unknown>)).toThrow(
      ConfigurationError,
    );
    expect(() => createRecentAuth(options as RecentAuthOptions<unknown>)).toThrow(message);
  });

  it('uses the server’s own default resolver', async () => {
    const { graphql } = await import('graphql');
    const rows = new GraphQLObjectType({
      name: 'Query',
      fields: {
        a: {
          type: new GraphQLNonNull(new GraphQLList(GraphQLInt)),
          extensions: { directives: { requiresRecentAuth: { seconds: 60 } } },
        },
      },
    });
    const recentAuth = createRecentAuth<Context>({ fieldResolver: () => [42], clock: () => NOW });
    const schema = recentAuth.transform(new GraphQLSchema({ query: rows }));
    const contextValue = signedIn(0);
    expect(await graphql({ schema, source: '{ a }', contextValue })).toEqual({ data: { a: [42] } });
  });

  it('speaks the SDL of the file that schema tools read', async () => {
    const { readFile } = await import('node:fs/promises');
    const file = await readFile(
      new URL('../../schema/recent-auth.graphql', import.meta.url),
      'utf8',
    );
    expect(createRecentAuth().typeDefs).toBe(file);
  });
});
