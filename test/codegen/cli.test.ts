import { makeExecutableSchema } from '@graphql-tools/schema';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRecentAuth } from '../../src/directive/index.js';
import { createCodegenProjects } from '../support/codegen-project.js';
import type { CodegenProjects } from '../support/codegen-project.js';
import { ROOT } from '../support/packed-project.js';
import { compileFiles } from '../support/compile.js';

const BANK = readFileSync(join(ROOT, 'schema/bank.graphql'), 'utf8');

/** Annotations on fields and types, repeated, in an extension and in a file of its own. */
const SPREAD = {
  'spread/types.graphql': `
    type Query {
      vault: Vault @requiresRecentAuth(seconds: 500) @requiresRecentAuth(seconds: 400, acr: ["a", "b"])
      open: String
    }
    type Vault @requiresRecentAuth(seconds: 300, acr: ["b", "c"]) { gold: Int }`,
  'spread/more.graphql': `
    extend type Vault @requiresRecentAuth(seconds: 200, allowIfCannotReauthenticate: true) {
      silver: Int @requiresRecentAuth(seconds: 100)
    }`,
};

const OPERATIONS = `
  mutation Transfer($input: TransferInput!) { transfer(input: $input) { id } }
  mutation RenameAccount($id: ID!) { renameAccount(id: $id, name: "x") { id } }
  query Everything($v: Boolean!) { viewer { recoveryCodes accounts { number @include(if: $v) } } }`;

const EXPECTED = {
  Everything: {
    type: 'query',
    maxAge: 300,
    fields: {
      'Account.number': { maxAge: 900, conditional: true },
      'Viewer.recoveryCodes': { maxAge: 300 },
    },
  },
  Transfer: { type: 'mutation', maxAge: 60, fields: { 'Mutation.transfer': { maxAge: 60 } } },
};

const VERSIONS = [6, 7] as const;

const DIRECTIVE = '../node_modules/graphql-recent-auth/schema/recent-auth.graphql';

const CONFIG = `
  schema: [${DIRECTIVE}, bank.graphql]
  documents: app/**/*.{graphql,ts}
  config: { scalars: { SafeInt: number } }
  generates:
    app/recent-auth.ts: { plugins: [graphql-recent-auth/codegen] }
    app/recent-auth.js: { plugins: [graphql-recent-auth/codegen: { constName: ages }] }
`;

let projects: CodegenProjects;
beforeAll(async () => {
  projects = await createCodegenProjects();
  for (const version of VERSIONS) {
    projects[version].write({
      'bank.graphql': BANK,
      'app/operations.graphql': OPERATIONS,
      'codegen.yml': CONFIG,
      ...SPREAD,
    });
  }
});
afterAll(() => {
  projects.remove();
});

describe.each(VERSIONS)('GraphQL Code Generator %i', (version) => {
  it('loads the plugin by its name, and writes modules for TypeScript and JavaScript', async () => {
    const project = projects[version];
    expect(await project.generate()).toMatchObject({ ok: true });
    expect(await project.evaluate(printed('ages', './app/recent-auth.js'))).toEqual(EXPECTED);
    expect(project.read('app/recent-auth.ts')).toMatchInlineSnapshot(`
      "import type { OperationRequirements } from 'graphql-recent-auth/client';

      /** What each operation asks for, for comfort: the server decides. */
      export const recentAuthRequirements = {
        Everything: {
          type: 'query',
          maxAge: 300,
          fields: {
            'Account.number': { maxAge: 900, conditional: true },
            'Viewer.recoveryCodes': { maxAge: 300 },
          },
        },
        Transfer: {
          type: 'mutation',
          maxAge: 60,
          fields: {
            'Mutation.transfer': { maxAge: 60 },
          },
        },
      } as const satisfies OperationRequirements;
      "
    `);
  });

  it('reads what the server reads, however annotations are spread over files', async () => {
    const project = projects[version];
    project.write({
      'spread.graphql': 'query Spread { vault { gold silver } }',
      'spread.yml': `
        schema: [${DIRECTIVE}, spread/*.graphql]
        documents: spread.graphql
        generates: { spread.js: { plugins: [graphql-recent-auth/codegen] } }`,
    });
    expect(await project.generate('--config', 'spread.yml')).toMatchObject({ ok: true });
    const { Spread } = (await project.evaluate(
      printed('recentAuthRequirements', './spread.js'),
    )) as { Spread: { fields: object } };
    const recentAuth = createRecentAuth();
    const schema = makeExecutableSchema({
      typeDefs: [recentAuth.typeDefs, ...Object.values(SPREAD)],
    });
    const asked = [...recentAuth.requirements(schema)].map(([name, { seconds, acr, ...rest }]) => [
      name,
      { maxAge: seconds, ...(acr && { acrValues: acr }), ...lenient(rest) },
    ]);
    expect(Spread.fields).toEqual(Object.fromEntries(asked));
    expect(Spread).toMatchObject({ maxAge: 100, acrValues: ['b'] });
  });

  it.each([
    ['introspection', 'introspection.json', 'Introspection (JSON or a URL)'],
    ['SDL without the directive', 'bank.graphql', 'The schema does not define @requiresRecentAuth'],
    [
      'an age of -1',
      `[${DIRECTIVE}, wrong.graphql]`,
      '@requiresRecentAuth on Query.a: "seconds" must be',
    ],
  ])('fails, and writes nothing, given %s', async (_what, schema, message) => {
    const project = projects[version];
    const sdl = readFileSync(join(ROOT, 'schema/recent-auth.graphql'), 'utf8') + BANK;
    project.write({
      'introspection.json': JSON.stringify(introspectionFromSchema(buildSchema(sdl))),
      'wrong.graphql': 'type Query { a: Int @requiresRecentAuth(seconds: -1) viewer: Int }',
      'wrong-operations.graphql': '{ __typename }',
      'refused.yml': `
        schema: ${schema}
        documents: wrong-operations.graphql
        generates: { refused.ts: { plugins: [graphql-recent-auth/codegen] } }`,
    });
    const { ok, output } = await project.generate('--config', 'refused.yml');
    expect(ok).toBe(false);
    expect(output).toContain(message);
    expect(() => project.read('refused.ts')).toThrow(/ENOENT/);
  });

  it('fails where an option is misspelt', async () => {
    const project = projects[version];
    project.write({
      'misspelt.yml': CONFIG.replace('constName', 'constname').replaceAll(
        'app/rec',
        'misspelt/rec',
      ),
    });
    const { ok, output } = await project.generate('--config', 'misspelt.yml');
    expect(ok).toBe(false);
    expect(output).toContain('graphql-recent-auth/codegen has no option "constname"');
  });
});

describe('the generated types', () => {
  const PROGRAM = `
    import { recentAuthRequirements } from './app/recent-auth.js';
    import type { OperationRequirements } from 'graphql-recent-auth/client';
    export const age: 60 = recentAuthRequirements.Transfer.maxAge;
    export const field: 900 = recentAuthRequirements.Everything.fields['Account.number'].maxAge;
    export const forTheLink: OperationRequirements = recentAuthRequirements;
  `;
  const { NodeNext, ESNext } = ts.ModuleKind;

  const WRONG = `
    import { recentAuthRequirements } from './app/recent-auth.js';
    export const unguarded = recentAuthRequirements.RenameAccount;
    export const misspelt = recentAuthRequirements.Tranfser;
    export const older: 90 = recentAuthRequirements.Transfer.maxAge;
  `;

  beforeAll(async () => {
    const project = projects[6];
    await project.generate();
    project.write({ 'main.ts': PROGRAM, 'wrong.ts': WRONG });
    // The JavaScript module, where TypeScript finds no other beside it.
    project.write({
      'script/app/recent-auth.js': project.read('app/recent-auth.js'),
      'script/main.ts': PROGRAM.replace('{ recent', '{ ages as recent'),
    });
  });

  it.each([
    ['nodenext', { module: NodeNext }],
    ['bundler', { module: ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
  ])('hold the literals and know every name, in %s', (_name, options) => {
    const { folder } = projects[6];
    expect(compileFiles([join(folder, 'main.ts')], options)).toEqual([]);
    expect(compileFiles([join(folder, 'wrong.ts')], options)).toEqual([
      expect.stringContaining("wrong.ts:3 Property 'RenameAccount' does not exist on type"),
      expect.stringContaining("wrong.ts:4 Property 'Tranfser' does not exist on type"),
      "wrong.ts:5 Type '60' is not assignable to type '90'.",
    ]);
  });

  it('hold in JavaScript that is checked', () => {
    const options = { allowJs: true, checkJs: true };
    expect(compileFiles([join(projects[6].folder, 'script/main.ts')], options)).toEqual([]);
  });
});

function printed(name: string, module: string): string {
  return `import { ${name} } from '${module}'; process.stdout.write(JSON.stringify(${name}))`;
}

function lenient({ allowIfCannotReauthenticate }: { allowIfCannotReauthenticate: boolean }) {
  return allowIfCannotReauthenticate ? { allowIfCannotReauthenticate } : {};
}
