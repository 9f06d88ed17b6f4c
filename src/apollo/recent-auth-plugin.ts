import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { RecentAuth } from '../directive/index.js';
import { ConfigurationError } from '../protocol/index.js';
import { assertEnforced } from './enforcement.js';
import { createRequestListener } from './request-listener.js';

/**
 * Refuses operations before Apollo Server executes them, with status and headers of their own. The
 * server does not start with a schema in which a guard is missing.
 */
export function recentAuthPlugin<TContext extends BaseContext>(
  recentAuth: RecentAuth<TContext>,
): ApolloServerPlugin<TContext> {
  assertIsRecentAuth(recentAuth);
  return {
    serverWillStart({ schema }) {
      assertEnforced(recentAuth, schema);
      return Promise.resolve({
        // Also after the other plugins' start, which may have changed resolvers in place.
        schemaDidLoadOrUpdate({ apiSchema }) {
          assertEnforced(recentAuth, apiSchema);
        },
      });
    },
    requestDidStart: () => Promise.resolve(createRequestListener(recentAuth)),
  };
}

function assertIsRecentAuth(value: unknown): void {
  if (typeof (value as Partial<RecentAuth<never>> | undefined)?.check === 'function') return;
  throw new ConfigurationError('"recentAuthPlugin" takes what createRecentAuth returns');
}
