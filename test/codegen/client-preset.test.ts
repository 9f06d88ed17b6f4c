import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCodegenProjects } from '../support/codegen-project.js';
import type { CodegenProject, CodegenProjects } from '../support/codegen-project.js';
import { ROOT } from '../support/packed-project.js';
import { compileFiles } from '../support/compile.js';

const OPERATIONS = `
  mutation Transfer($input: TransferInput!) { transfer(input: $input) { ...Receipt } }
  fragment Receipt on Transfer { id fromAccount { number } }
  query Codes($v: Boolean!) { viewer { id isMine @client recoveryCodes @include(if: $v) } }
  query Accounts { viewer { accounts { id } } }`;

const TRANSFER = {
  type: 'mutation',
  maxAge: 60,
  fields: { 'Account.number': { maxAge: 900 }, 'Mutation.transfer': { maxAge: 60 } },
};
const CODES = {
  type: 'query',
  fields: { 'Viewer.recoveryCodes': { maxAge: 300, conditional: true } },
};

/** `documentMode: 'documentNode'` is the one that has no place for what the function returns. */
const configOf = (documentMode: string | undefined) => `
  import { readFileSync } from 'node:fs';
  import type { CodegenConfig } from '@graphql-codegen/cli';
  import type { ClientPresetConfig } from '@graphql-codegen/client-preset';
  import { recentAuthMeta } from 'graphql-recent-auth/codegen';

  const presetConfig: ClientPresetConfig = {
    onExecutableDocumentNode: recentAuthMeta(readFileSync('schema.graphql', 'utf8')),
  };
  const config: CodegenConfig = {
    schema: ['schema.graphql', 'local.graphql'],
    documents: 'app/operations.graphql',
    generates: { 'app/gql/': { preset: 'client', presetConfig, config: ${JSON.stringify({ documentMode })} } },
  };
  export default config;
`;

const VERSIONS = [6, 7] as const;

let projects: CodegenProjects;
beforeAll(async () => {
  projects = await createCodegenProjects();
  for (const version of VERSIONS) {
    projects[version].write({
      'schema.graphql': readFileSync(join(ROOT, 'schema/bank.graphql'), 'utf8'),
      'local.graphql': 'extend type Viewer { isMine: Boolean }',
      'app/operations.graphql': OPERATIONS,
    });
  }
});
afterAll(() => {
  projects.remove();
});

describe.each(VERSIONS)('client-preset of GraphQL Code Generator %i', (version) => {
  it('takes the function and the plugin as its types ask', () => {
    const project = projects[version];
    project.write({
      'codegen.ts': configOf(undefined),
      'plugin.ts': `
        import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers';
        import * as codegen from 'graphql-recent-auth/codegen';
        export const plugin: CodegenPlugin = codegen;
      `,
    });
    const files = ['codegen.ts', 'plugin.ts'].map((name) => join(project.folder, name));
    expect(compileFiles(files, { types: ['node'] })).toEqual([]);
  });

  it('writes what an operation asks for into its document, where Apollo Client 3 and 4 leave it', async () => {
    const project = projects[version];
    project.write({ 'codegen.ts': configOf(undefined) });
    expect(await project.generate('--config', 'codegen.ts')).toMatchObject({ ok: true });
    toJavaScript(project, 'app/gql/graphql');
    for (const client of ['@apollo/client', '@apollo/client-3']) {
      expect(await project.evaluate(sentThrough(client))).toEqual([
        ['Transfer', { recentAuth: TRANSFER }, true],
        ['Codes', { recentAuth: CODES }, true],
        ['Accounts', null, true],
      ]);
    }
  });

  it('writes it beside documents that are text, too', async () => {
    const project = projects[version];
    project.write({ 'codegen.ts': configOf('string') });
    expect(await project.generate('--config', 'codegen.ts')).toMatchObject({ ok: true });
    toJavaScript(project, 'app/gql/graphql');
    const program = `
      import { TransferDocument } from './app/gql/graphql.js';
      process.stdout.write(JSON.stringify(TransferDocument.__meta__));`;
    expect(await project.evaluate(program)).toEqual({ recentAuth: TRANSFER });
  });
});

/** Sends each document through a transform of its own and the client's, and prints what a link is handed. */
function sentThrough(client: string): string {
  return `
    import { ApolloClient, ApolloLink, DocumentTransform, InMemoryCache, Observable } from '${client}/core/index.js';
    import * as core from '${client}/core/index.js';
    import { visit } from 'graphql';
    import { AccountsDocument, CodesDocument, TransferDocument } from './app/gql/graphql.js';

    const seen = [];
    const link = new ApolloLink((operation) => {
      const text = JSON.stringify(operation.query);
      seen.push([operation.operationName, operation.query.__meta__, text.includes('__typename') && !text.includes('isMine')]);
      return new Observable((observer) => { observer.next({ data: null }); observer.complete(); });
    });
    const documentTransform = new DocumentTransform((document) =>
      visit(document, { Field: (node) => ({ ...node, directives: [...(node.directives ?? [])] }) }));
    const localState = core.LocalState ? new core.LocalState({}) : undefined;
    const client = new ApolloClient({ cache: new InMemoryCache(), link, documentTransform, localState, resolvers: localState ? undefined : {} });
    const input = { fromAccountId: '1', toAccountId: '2', amount: 1, idempotencyKey: 'k' };
    await client.mutate({ mutation: TransferDocument, variables: { input } }).catch(() => {});
    await client.query({ query: CodesDocument, variables: { v: true }, fetchPolicy: 'no-cache' }).catch(() => {});
    await client.query({ query: AccountsDocument, fetchPolicy: 'no-cache' }).catch(() => {});
    process.stdout.write(JSON.stringify(seen));`;
}

function toJavaScript(project: CodegenProject, path: string): void {
  const { outputText } = ts.transpileModule(project.read(`${path}.ts`), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
  });
  project.write({ [`${path}.js`]: outputText });
}
