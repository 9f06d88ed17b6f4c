import { ApolloLink } from '@apollo/client/core/index.js';
import { contextOf, detachSecrets } from './context.js';
import { sendOperation } from './send-operation.js';
import { readOptions } from './options.js';
import type { RecentAuthLinkOptions } from './options.js';
import { isOwnAddress } from './origins.js';

/**
 * Sends the ID token with every operation; has the user sign in again when the server asks for it, and sends the operation once
 * more. Put it before links that send, and after those that choose a `uri`.
 * @throws {ConfigurationError} where an option is wrong
 */
export class RecentAuthLink extends ApolloLink {
  constructor(options: RecentAuthLinkOptions) {
    const settings = readOptions(options);
    super((operation, forward) => {
      const { uri } = contextOf(operation);
      if (!uri || isOwnAddress(uri, settings.origins)) {
        return sendOperation(operation, forward, settings);
      }
      detachSecrets(operation);
      return forward(operation);
    });
  }
}
