import {
  buildClientSchema,
  buildSchema,
  introspectionFromSchema,
  parse,
  printSchema,
  Source,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { plugin, recentAuthMeta, validate } from '../../src/codegen/index.js';
import type { DocumentFile, RecentAuthCodegenConfig } from '../../src/codegen/index.js';
import { createRecentAuth } from '../../src/directive/index.js';
import { ConfigurationError } from '../../src/protocol/index.js';

const { typeDefs } = createRecentAuth();

const GUARDED = buildSchema(`${typeDefs}
  type Query { name: String secret: String @requiresRecentAuth(seconds: 60) }
`);

const NO_ANNOTATION =
  'No field or type of the schema carries @requiresRecentAuth, so nothing would be guarded. ' +
  'Introspection (JSON or a URL), printSchema and code-first schemas lose it: use the SDL that the server is built from.';

const NO_DEFINITION =
  'The schema does not define @requiresRecentAuth as the server does: ' +
  'add node_modules/graphql-recent-auth/schema/recent-auth.graphql to "schema", and use SDL';

describe('a schema that guards nothing', () => {
  it.each([
    ['introspection', buildClientSchema(introspectionFromSchema(GUARDED)), NO_ANNOTATION],
    ['what printSchema printed', buildSchema(printSchema(GUARDED)), NO_ANNOTATION],
    ['no annotation', buildSchema(`${typeDefs} type Query { name: String }`), NO_ANNOTATION],
    ['neither annotation nor directive', buildSchema('type Query { name: String }'), NO_DEFINITION],
    [
      'annotations without the directive',
      buildSchema('type Query { a: String @requiresRecentAuth(seconds: 60) }', {
        assumeValidSDL: true,
      }),
      NO_DEFINITION,
    ],
    [
      'a directive that cannot be repeated',
      buildSchema(
        `directive @requiresRecentAuth(seconds: Int!) on FIELD_DEFINITION
         type Query { a: String @requiresRecentAuth(seconds: 60) }`,
      ),
      NO_DEFINITION,
    ],
  ])('is refused, being %s', (_which, schema, message) => {
    expect(() => {
      validate(schema, [], {});
    }).toThrow(new ConfigurationError(message));
    expect(() => plugin(schema, [], {})).toThrow(new ConfigurationError(message));
  });
});

it.each([
  ['a negative age', 'type Query { a: String @requiresRecentAuth(seconds: -1) }'],
  ['an age of 0', 'type Query { a: String @requiresRecentAuth(seconds: 0) }'],
  ['an empty acr', 'type Query { a: String @requiresRecentAuth(seconds: 60, acr: []) }'],
  ['acr "0"', 'type Query { a: String @requiresRecentAuth(seconds: 60, acr: ["0"]) }'],
  [
    'acr values without a common one',
    `type Query { a: A @requiresRecentAuth(seconds: 60, acr: ["x"]) }
     type A @requiresRecentAuth(seconds: 60, acr: ["y"]) { id: ID }`,
  ],
  ['a misspelt directive', 'type Query { a: String @requireRecentAuth(seconds: 60) }'],
  [
    'an annotation on an interface',
    'type Query { a: A } interface A @requiresRecentAuth(seconds: 60) { id: ID }',
  ],
])('what stops the start of the server stops codegen with the same words: %s', (_fault, sdl) => {
  const schema = buildSchema(typeDefs + sdl, { assumeValidSDL: true });
  const { message } = thrownBy(() => createRecentAuth().transform(schema));
  expect(message).toMatch(/requiresRecentAuth/);
  expect(
    thrownBy(() => {
      validate(schema, [], {});
    }),
  ).toEqual(new ConfigurationError(message));
  expect(thrownBy(() => plugin(schema, [], {}))).toEqual(new ConfigurationError(message));
  expect(thrownBy(() => recentAuthMeta(typeDefs + sdl))).toEqual(new ConfigurationError(message));
});

describe('documents that a client could not go by', () => {
  it.each([
    [
      'a guarded operation without a name',
      [file('app/a.graphql', '\n\n  { secret }')],
      'app/a.graphql:3:3: a query without a name selects Query.secret: name it, so that the client knows what it asks for',
    ],
    [
      'the same in a source file, whose lines are not known',
      [file('app/a.tsx', '{ secret }')],
      'app/a.tsx: a query without a name selects Query.secret: name it, so that the client knows what it asks for',
    ],
    [
      'one name twice',
      [file('a.graphql', 'query Q { secret }'), file('b.gql', 'query R { name } query Q { name }')],
      '2 operations are called Q, and the client cannot tell them apart: a.graphql:1:1, b.gql:1:18',
    ],
    [
      'the same, guarded the second time',
      [file('a.graphql', 'query Q { name }'), file('b.ts', 'query Q { secret }')],
      '2 operations are called Q, and the client cannot tell them apart: a.graphql:1:1, b.ts',
    ],
    [
      'a fragment that is nowhere',
      [file('a.graphql', 'query Q { ...F }')],
      'The fragment F is in none of the documents: what it selects would stay unknown',
    ],
    [
      'two fragments of one name',
      [
        file('a.graphql', 'query Q { ...F } fragment F on Query { name }'),
        file('b.graphql', '# Ours\nfragment F on Query { secret }'),
      ],
      'b.graphql:2:1: another fragment is called F',
    ],
  ])('%s', (_fault, files, message) => {
    expect(() => plugin(GUARDED, files, {})).toThrow(new ConfigurationError(message));
  });

  it.each([
    ['an operation without a name that selects nothing guarded', '{ name }', 'query Q { name }'],
    ['one name twice where nothing is guarded', 'query Q { name }', 'query Q { name }'],
    [
      'a fragment twice in the same words',
      'fragment F on Query { name }',
      'fragment F on Query {name}',
    ],
    ['an unguarded field that the schema does not have', 'query Q { local @client }', '{ name }'],
    ['a subscription to a schema that has none', 'subscription S { x }', '{ name }'],
  ])('%s is no fault', (_which, first, second) => {
    const files = [file('a.graphql', first), file('b.graphql', second), { location: 'empty.ts' }];
    expect(plugin(GUARDED, files, {}).content).toMatch(/= \{\} as const/);
  });

  it('takes fragments from external files, and leaves their operations to others', () => {
    const external = 'fragment F on Query { secret } query Other { secret } { secret }';
    const files = [
      file('a.graphql', 'query Mine { ...F }'),
      { ...file('lib/b.graphql', external), type: 'external' as const },
    ];
    const { content } = plugin(GUARDED, files, {});
    expect(content.match(/^ {2}\w+/gm)).toEqual(['  Mine']);
  });
});

describe('options', () => {
  const own = (options: unknown) => [
    { typescript: { constNam: 1 } },
    { 'graphql-recent-auth/codegen': options },
  ];

  it.each([
    [
      'a misspelt one',
      {},
      own({ constNam: 'x' }),
      'graphql-recent-auth/codegen has no option "constNam"; it has constName, typesFrom',
    ],
    ['no object', {}, own('x'), 'graphql-recent-auth/codegen takes an object of options'],
    [
      'no name',
      { constName: 'recent-auth' },
      [],
      '"constName" must be a name that a constant can have',
    ],
    ['no text', { constName: 1 }, [], '"constName" must be a name that a constant can have'],
    ['no module', { typesFrom: '' }, [], '"typesFrom" must name a module'],
  ])('are refused: %s', (_which, config, allPlugins, message) => {
    const wrong = config as RecentAuthCodegenConfig;
    expect(() => {
      validate(GUARDED, [], wrong, 'a.ts', allPlugins);
    }).toThrow(new ConfigurationError(message));
    expect(() => plugin(GUARDED, [], wrong, { outputFile: 'a.ts', allPlugins })).toThrow(
      new ConfigurationError(message),
    );
  });

  it('of other plugins, and of the whole configuration, are not ours to judge', () => {
    const config = { constName: 'x', scalars: {}, constNam: 'y' };
    expect(() => {
      validate(GUARDED, [], config, 'a.ts', own(null));
    }).not.toThrow();
  });

  it.each(['a.json', 'a.cjs', 'folder/', 'a.graphql'])('an output called %s is refused', (name) => {
    expect(() => {
      validate(GUARDED, [], {}, name);
    }).toThrow(
      `graphql-recent-auth/codegen writes modules that end in .ts, .mts, .js or .mjs, not ${name}`,
    );
  });
});

function file(location: string, source: string): DocumentFile {
  return { location, document: parse(new Source(source, location)) };
}

function thrownBy(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
