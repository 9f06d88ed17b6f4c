import { ReauthError, ReauthUnavailableError } from '../client/index.js';
import type { Operation } from './apollo-types.js';
import { progressOf } from './context.js';
import { operationTypeOf } from './document.js';
import type { LinkSettings } from './options.js';
import { describe, shouldPrompt } from './prompting.js';
import type { Requirement } from './requirement.js';

/**
 * Has the user sign in before an operation is sent that is known to ask for it. Where that is of no use it is sent
 * nevertheless: the server decides.
 */
export async function askFirst(
  operation: Operation,
  { maxAge, acrValues }: Requirement,
  settings: LinkSettings,
  signal: AbortSignal,
): Promise<void> {
  if (maxAge === undefined || operationTypeOf(operation.query) === 'subscription') return;
  if (!shouldPrompt(operation, settings)) return;
  try {
    await settings.recentAuth.ensure({ maxAge, acrValues, ...describe(operation), signal });
  } catch (error) {
    if (ReauthUnavailableError.is(error)) return;
    if (ReauthError.is(error)) progressOf(operation).error = error;
    throw error;
  }
}
