import type { OperationRequirement } from '../client/index.js';
import type { Operation } from './apollo-types.js';
import type { LinkSettings } from './options.js';

export type Requirement = Pick<OperationRequirement, 'maxAge' | 'acrValues'>;

/** Client-preset writes it into the document, the codegen plugin into a map by operation name. */
export function requirementOf(
  { query, operationName }: Operation,
  { requirements }: LinkSettings,
): Requirement | undefined {
  const { __meta__: meta } = query as { __meta__?: { recentAuth?: OperationRequirement } };
  return meta?.recentAuth ?? (operationName ? requirements[operationName] : undefined);
}
