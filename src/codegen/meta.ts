import { buildASTSchema, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { OperationRequirement } from '../client/index.js';
import { ConfigurationError } from '../protocol/index.js';
import { readDocuments } from './documents.js';
import { readGuardedFields } from './guarded-fields.js';
import { requirementOf } from './operation-requirement.js';

/** What the link reads as `__meta__` of a document. A type, not an interface: the preset wants a record. */
export type RecentAuthMeta = { readonly recentAuth: OperationRequirement };

/**
 * For `onExecutableDocumentNode` of client-preset, in `codegen.ts`: documents then carry what they ask for.
 * @param schema the server's, or all of its SDL. @throws a `ConfigurationError` where it guards nothing
 */
export function recentAuthMeta(
  schema: GraphQLSchema | string,
): (document: DocumentNode) => RecentAuthMeta | undefined {
  const guarded = readGuardedFields(typeof schema === 'string' ? buildFromSdl(schema) : schema);
  return (document) => {
    const { operations, fragments } = readDocuments([{ document }]);
    const [first, ...others] = operations;
    if (others.length > 0) throw new ConfigurationError('A document must hold one operation');
    const recentAuth = first && requirementOf(first.operation, fragments, guarded);
    return recentAuth && { recentAuth };
  };
}

/** As the loaders of GraphQL Code Generator do: directives of other tools need no definition. */
function buildFromSdl(sdl: string): GraphQLSchema {
  return buildASTSchema(parse(sdl), { assumeValidSDL: true });
}
