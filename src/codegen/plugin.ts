import type { GraphQLSchema } from 'graphql';
import type { DocumentFile, PluginInfo, PluginOutput } from './code-generator.js';
import { readDocuments } from './documents.js';
import { assertDirectiveDefined, readGuardedFields } from './guarded-fields.js';
import { nameRequirements } from './named-requirements.js';
import { readOptions } from './options.js';
import type { RecentAuthCodegenConfig } from './options.js';
import { printModule } from './print.js';

/**
 * Writes what each named operation asks for. Operations that select nothing guarded are left out.
 * Throws a `ConfigurationError` where the schema, or an operation, would be misread.
 */
export function plugin(
  schema: GraphQLSchema,
  documents: readonly DocumentFile[],
  config: RecentAuthCodegenConfig,
  { outputFile, allPlugins }: PluginInfo = {},
): PluginOutput {
  const options = readOptions(config, outputFile, allPlugins);
  assertDirectiveDefined(schema);
  const guarded = readGuardedFields(schema);
  return printModule(nameRequirements(guarded, readDocuments(documents)), options);
}

/** Throws before anything is written, where the options or the schema cannot be right. */
export function validate(
  schema: GraphQLSchema,
  _documents: readonly DocumentFile[],
  config: RecentAuthCodegenConfig,
  outputFile?: string,
  allPlugins?: PluginInfo['allPlugins'],
): void {
  readOptions(config, outputFile, allPlugins);
  assertDirectiveDefined(schema);
  readGuardedFields(schema);
}
