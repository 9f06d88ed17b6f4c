import { ReauthUnavailableError } from '../client/index.js';
import type { OperationRequirement } from '../client/index.js';
import type { Operation } from './apollo-types.js';
import { operationTypeOf } from './document.js';
import type { LinkSettings } from './options.js';
import { describe, shouldPrompt } from './prompting.js';

/**
 * Has the user sign in before an operation is sent that is known to ask for it. Where that is of no use it is sent
 * nevertheless: the server decides.
 */
export async function askFirst(
  operation: Operation,
  settings: LinkSettings,
  signal: AbortSignal,
): Promise<void> {
  const { maxAge, acrValues } = requirementOf(operation, settings) ?? {};
  if (maxAge === undefined || operationTypeOf(operation.query) === 'subscription') return;
  if (!shouldPrompt(operation, settings)) return;
  try {
    await settings.recentAuth.ensure({ maxAge, acrValues, ...describe(operation), signal });
  } catch (error) {
    if (!ReauthUnavailableError.is(error)) throw error;
  }
}

/** Client-preset writes it into the document, the codegen plugin into a map by operation name. */
function requirementOf(
  { query, operationName }: Operation,
  { requirements }: LinkSettings,
): Pick<OperationRequirement, 'maxAge' | 'acrValues'> | undefined {
  const { __meta__: meta } = query as { __meta__?: { recentAuth?: OperationRequirement } };
  return meta?.recentAuth ?? (operationName ? requirements[operationName] : undefined);
}
