export { createAuthgearAdapter } from './create-adapter.js';
export type { AuthgearAdapterOptions } from './create-adapter.js';
export type { StartOptions, WebContainerLike } from './web-container.js';
export type {
  RedirectingAdapter,
  RedirectOptions,
  RedirectResult,
} from '../redirecting-adapter.js';
