export { recentAuthConnectionParams } from './connection-params.js';
export { createRecentAuthClient } from './create-recent-auth-client.js';
export type { RecentAuthClientOptions } from './create-recent-auth-client.js';
