import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileFiles, RESOLUTIONS } from '../support/compile.js';
import { consumerFolder, evaluate } from '../support/consumers.js';
import { ROOT } from '../support/packed-project.js';

/** What applications write, right and, where `@ts-expect-error` says so, wrong. */
const PROGRAMS = {
  everything: [
    'server.ts',
    'client.ts',
    'apollo-client.ts',
    'apollo-client-4.ts',
    'react.tsx',
    'graphql-ws.ts',
    'adapters.ts',
    'codegen.ts',
  ],
  'apollo-client-3': ['client.ts', 'apollo-client.ts', 'react.tsx', 'codegen.ts'],
} as const;

describe.each(['everything', 'apollo-client-3'] as const)('a project with %s', (consumer) => {
  let folder: string;
  let files: readonly string[];
  beforeAll(async () => {
    folder = join(await consumerFolder(consumer), 'programs');
    await mkdir(folder);
    files = PROGRAMS[consumer].map((name) => join(folder, name));
    for (const name of PROGRAMS[consumer]) {
      await copyFile(join(ROOT, 'test/package/programs', name), join(folder, name));
    }
    await writeFile(join(folder, 'recent-auth.ts'), await generateRequirements(folder));
  });

  it.each([
    { resolution: 'nodenext', exact: true },
    { resolution: 'nodenext', exact: false },
    { resolution: 'bundler', exact: true },
    { resolution: 'bundler', exact: false },
  ] as const)(
    'is told what is wrong and nothing else: modules as $resolution, exactOptionalPropertyTypes $exact',
    ({ resolution, exact }) => {
      const options = { skipLibCheck: false, exactOptionalPropertyTypes: exact };
      expect(compileFiles(files, { ...RESOLUTIONS[resolution], ...options })).toEqual([]);
    },
  );
});

/** What the packed plugin writes for an application's operations. */
async function generateRequirements(folder: string): Promise<string> {
  const written = await evaluate(
    folder,
    `import { buildSchema, parse } from 'graphql';
    import { createRecentAuth } from 'graphql-recent-auth';
    import { plugin } from 'graphql-recent-auth/codegen';
    const schema = buildSchema(createRecentAuth().typeDefs + \`
      type Query { balance: Int recoveryCodes: [String!] @requiresRecentAuth(seconds: 60) }
      type Mutation { transfer(amount: Int!): Int @requiresRecentAuth(seconds: 300) }\`);
    const document = parse(\`
      query Balance { balance }
      query RecoveryCodes { recoveryCodes }
      mutation Transfer { transfer(amount: 100) }\`);
    console.log(JSON.stringify(plugin(schema, [{ document }], {})));`,
  );
  const { prepend, content } = written as { prepend: string[]; content: string };
  return [...prepend, content].join('\n');
}
