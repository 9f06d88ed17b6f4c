import type { OperationOptions } from '../client/index.js';
import type { ReauthChallenge } from '../protocol/index.js';
import type { Operation } from './apollo-types.js';
import { contextOf } from './context.js';
import { operationTypeOf } from './document.js';
import type { LinkSettings } from './options.js';

/** Whether the user is asked on behalf of this operation. */
export function shouldPrompt(
  operation: Operation,
  { promptFor }: LinkSettings,
  challenge?: ReauthChallenge,
): boolean {
  const { mode } = contextOf(operation).recentAuth ?? {};
  if (mode) return mode === 'prompt';
  if (typeof promptFor === 'function') return promptFor(operation, challenge);
  return promptFor === 'all' || operationTypeOf(operation.query) === 'mutation';
}

/** How a prompt names the operation. */
export function describe(operation: Operation): OperationOptions {
  const { operationName, variables } = operation;
  return { operationName, variables, description: contextOf(operation).recentAuth?.description };
}
