export { createAuth0Adapter } from './create-adapter.js';
export type { Auth0AdapterOptions } from './create-adapter.js';
export type { Auth0ClientLike, LoginOptions, PopupConfig } from './auth0-client.js';
export type {
  HintOptions,
  RedirectingAdapter,
  RedirectOptions,
  RedirectResult,
} from '../redirecting-adapter.js';
