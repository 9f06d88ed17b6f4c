export { apolloContext } from './apollo-context.js';
export type { ApolloContextArgument } from './apollo-context.js';
export { recentAuthPlugin } from './recent-auth-plugin.js';
