import type { ClientOptions } from 'graphql-ws';
import type { Reauthenticator } from '../client/index.js';

/**
 * The option `connectionParams` of a graphql-ws client: the token of the moment, as `authorization`, with params of your
 * own. Evaluated once per socket: on its own it keeps no socket up to date, as `createRecentAuthClient` does.
 */
export function recentAuthConnectionParams(
  recentAuth: Pick<Reauthenticator, 'getIdToken'>,
  own?: ClientOptions['connectionParams'],
): () => Promise<Record<string, unknown>> {
  return async () => {
    const params = typeof own === 'function' ? await own() : own;
    const token = await recentAuth.getIdToken();
    return token === undefined ? { ...params } : { ...params, authorization: `Bearer ${token}` };
  };
}
