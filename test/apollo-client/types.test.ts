import { join, relative } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

const CONSUMER = `
  import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
  import { RecentAuthLink } from './src/apollo-client/index.js';
  import type { RecentAuthContext, RecentAuthLinkOptions } from './src/apollo-client/index.js';
  import { createReauthenticator } from './src/client/index.js';

  const recentAuth = createReauthenticator({
    adapter: { getIdToken: () => 'token', reauthenticate: () => Promise.resolve() },
  });
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.from([new RecentAuthLink({ recentAuth }), new HttpLink({ uri: '/graphql' })]),
  });
  const query = gql\`query { hello }\`;
  const mutation = gql\`mutation { transfer { id } }\`;
  const context: RecentAuthContext = { mode: 'prompt', description: undefined };
  const options: RecentAuthLinkOptions = {
    recentAuth,
    promptFor: ({ operationName, query, variables }, challenge) =>
      operationName === 'Pay' && query.kind.length > 0 && challenge?.maxAge !== variables['age'],
    retry: 'single-root-field',
    requirements: { Pay: { type: 'mutation', maxAge: 60, fields: {} } },
    attachToken: false,
    origins: ['https://api.example'],
  };
  export const link: ApolloLink = new RecentAuthLink(options).concat(new HttpLink());

  await client.mutate({ mutation, context: { recentAuth: { mode: 'error' } } });
  await client.query({ query, context: { recentAuth: { description: 'Pay' } } });
  client.watchQuery({ query, context: { recentAuth: context, other: 1 } });

  client.query({ query, context: { recentAuth: { mode: 'no' } } }); // wrong
  client.query({ query, context: { recentAuth: { off: true } } }); // wrong
  client.watchQuery({ query, context: { recentAuth: { description: 1 } } }); // wrong
  client.mutate({ mutation, context: { recentAuth: { mode: 'no' } } }); // wrong, unless version 3
  new RecentAuthLink({ recentAuth, promptFor: 'query' }); // wrong
  new RecentAuthLink({ recentAuth, retry: 'always' }); // wrong
  new RecentAuthLink({ recentAuth, replay: 'safe' }); // wrong
  new RecentAuthLink({}); // wrong
`;

it.each([
  { version: 4, folder: 'node_modules/@apollo/client', index: 'core/index.d.ts' },
  { version: 3, folder: 'node_modules/@apollo/client-3', index: 'index.d.ts' },
])('what is wrong does not compile with Apollo Client $version, and the rest does', (apollo) => {
  const lines = CONSUMER.split('\n').map((line, index) => ({ line, at: `consumer.ts:${index}` }));
  const wrong = lines.filter(
    ({ line }) =>
      line.endsWith('// wrong') ||
      // Apollo Client 3 infers the type of a mutation's context from what is given.
      (line.endsWith('// wrong, unless version 3') && apollo.version !== 3),
  );
  expect(compile(apollo.folder, apollo.index)).toEqual(wrong.map(({ at }) => at));
});

/** Where the compiler complains in a consumer's file, or in our sources, with this version of Apollo Client. */
function compile(folder: string, index: string): readonly string[] {
  const consumer = join(ROOT, 'consumer.ts');
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
    paths: {
      '@apollo/client': [join(ROOT, folder, index)],
      '@apollo/client/core/index.js': [join(ROOT, folder, 'core/index.d.ts')],
    },
  };
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([consumer], options, {
    ...host,
    fileExists: (name) => name === consumer || host.fileExists(name),
    getSourceFile: (name, language) =>
      name === consumer
        ? ts.createSourceFile(name, CONSUMER, language)
        : host.getSourceFile(name, language),
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, start }) => {
    const line = file && ts.getLineAndCharacterOfPosition(file, start ?? 0).line;
    return `${relative(ROOT, file?.fileName ?? '')}:${String(line)}`;
  });
}
