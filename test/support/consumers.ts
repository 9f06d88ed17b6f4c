import { installTarball, run } from './packed-project.js';

/** Projects that have the packed package installed, each with what else its developers chose. */
const PROJECTS = {
  /** Everything that an entry works with: the newest releases that run on Node 20. */
  everything: [
    'graphql@16',
    '@apollo/server@5',
    '@graphql-tools/schema@10',
    '@apollo/client@4',
    'rxjs@7',
    'react@19',
    'react-dom@19',
    '@types/react@19',
    'graphql-ws@6',
    'oidc-client-ts@3',
    '@auth0/auth0-spa-js@~2.27.0',
    '@authgear/web@6',
  ],
  'apollo-client-3': ['graphql@16', '@apollo/client@3.14', 'react@18', '@types/react@18'],
  /** No optional peer. */
  nothing: [],
} as const;

export type Consumer = keyof typeof PROJECTS;

/** The folder of such a project, the same for every test. */
export function consumerFolder(consumer: Consumer): Promise<string> {
  return installTarball(consumer, PROJECTS[consumer]);
}

/** What it has installed by name. */
export function companionsOf(consumer: Consumer): readonly string[] {
  return PROJECTS[consumer].map((name) => name.replace(/(?<=.)@.*/, ''));
}

/** What a module in this folder prints as JSON, in a process of its own that has to end by itself. */
export async function evaluate(
  folder: string,
  program: string,
  ...args: readonly string[]
): Promise<unknown> {
  const command = ['--input-type=module', '--eval', program, '--', ...args];
  const { stdout } = await run(process.execPath, command, { cwd: folder, timeout: 60_000 });
  return JSON.parse(stdout) as unknown;
}
