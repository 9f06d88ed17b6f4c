import { buildSchema, parse } from 'graphql';
import { plugin } from '../../src/codegen/index.js';
import { createRecentAuth } from '../../src/directive/index.js';

/** What the plugin writes for these documents, read back as the JavaScript module that it is. */
export async function generatedRequirements(
  typeDefs: string,
  ...documents: readonly string[]
): Promise<unknown> {
  const schema = buildSchema(createRecentAuth().typeDefs + typeDefs);
  const files = documents.map((source, index) => ({
    location: `/app/${index + 1}.graphql`,
    document: parse(source),
  }));
  const { content } = plugin(schema, files, {}, { outputFile: 'recent-auth.mjs' });
  const url = `data:text/javascript,${encodeURIComponent(content)}`;
  const { recentAuthRequirements } = (await import(/* @vite-ignore */ url)) as Generated;
  return recentAuthRequirements;
}

interface Generated {
  readonly recentAuthRequirements: unknown;
}
