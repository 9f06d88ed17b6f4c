export { createAuthgearResolver } from './authgear-resolver.js';
export type { AuthgearResolver } from './authgear-resolver.js';
export type {
  AuthgearCallOptions,
  AuthgearProxyOptions,
  AuthgearResolverOptions,
  CookieOptions,
} from './options.js';
