import { startProgram } from './snippet-server.js';

/** Whose pages the recipes let read. */
const ORIGIN = 'https://app.example.com';

/** Sends an operation to a recipe's server; the answer is what the contract speaks of. */
type Send = (query: string, token?: string, accept?: string) => Promise<unknown>;

/** Starts the server of a recipe. */
export async function serveRecipe(recipe: string, folder: string): Promise<Send> {
  const address = await startProgram(`${recipe}.js`, folder);
  return async (query, token, accept = 'application/json') => {
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...{ accept, origin: ORIGIN },
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query }),
    });
    return {
      status: response.status,
      challenge: response.headers.get('www-authenticate'),
      exposes: response.headers.get('access-control-expose-headers'),
      cache: response.headers.get('cache-control'),
      body: (await response.json()) as unknown,
    };
  };
}
