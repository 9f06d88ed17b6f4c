import { assertKnownOptions, ConfigurationError } from '../protocol/index.js';

/** Options under the plugin's name in `codegen.yml`. */
export interface RecentAuthCodegenConfig {
  /** What the generated constant is called. @default 'recentAuthRequirements' */
  readonly constName?: string | undefined;
  /** The module that its type comes from. @default 'graphql-recent-auth/client' */
  readonly typesFrom?: string | undefined;
}

export interface Options {
  readonly constName: string;
  readonly typesFrom: string;
  readonly language: 'typescript' | 'javascript';
}

const PLUGIN = 'graphql-recent-auth/codegen';
const NAMES: readonly string[] = ['constName', 'typesFrom'];

/** `config` is mixed with the options of every other plugin: ours alone are looked at. */
export function readOptions(
  config: RecentAuthCodegenConfig,
  outputFile = 'index.ts',
  allPlugins: readonly Readonly<Record<string, unknown>>[] = [],
): Options {
  for (const { [PLUGIN]: own } of allPlugins) assertKnownOptions(PLUGIN, own ?? {}, NAMES);
  const { constName = 'recentAuthRequirements', typesFrom = 'graphql-recent-auth/client' } = config;
  if (typeof constName !== 'string' || !/^[A-Za-z_$][\w$]*$/.test(constName)) {
    throw new ConfigurationError('"constName" must be a name that a constant can have');
  }
  if (typeof typesFrom !== 'string' || typesFrom === '') {
    throw new ConfigurationError('"typesFrom" must name a module');
  }
  return { constName, typesFrom, language: languageOf(outputFile) };
}

function languageOf(outputFile: string): Options['language'] {
  if (/\.m?tsx?$/.test(outputFile)) return 'typescript';
  if (/\.m?jsx?$/.test(outputFile)) return 'javascript';
  throw new ConfigurationError(
    `${PLUGIN} writes modules that end in .ts, .mts, .js or .mjs, not ${outputFile}`,
  );
}
