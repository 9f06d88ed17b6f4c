export { createOidcClientTsAdapter } from './create-adapter.js';
export type { OidcClientTsAdapterOptions } from './create-adapter.js';
export type {
  SigninParameters,
  SigninPopupParameters,
  UserLike,
  UserManagerLike,
} from './user-manager.js';
export type {
  HintOptions,
  RedirectingAdapter,
  RedirectOptions,
  RedirectResult,
} from '../redirecting-adapter.js';
