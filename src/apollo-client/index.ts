export type { RecentAuthContext } from './context.js';
export type { RecentAuthLinkOptions } from './options.js';
export { RecentAuthLink } from './recent-auth-link.js';
