export type { HeldOperation, MaybePromise, ReauthAdapter, ReauthRequest } from './adapter.js';
export {
  getReauthError,
  PopupBlockedError,
  ReauthCancelledError,
  ReauthError,
  ReauthFailedError,
  ReauthStillStaleError,
  ReauthUnavailableError,
  ReauthUserMismatchError,
} from './errors.js';
export type { CancelReason, ReauthErrorCode } from './errors.js';
export type {
  EnsureDemand,
  FreshnessDemand,
  HandleOptions,
  OperationOptions,
  PromptFunction,
  Reauthenticator,
  ReauthenticatorOptions,
  ReauthEvent,
  ReauthEventType,
  ReauthState,
  ReauthStatus,
  WithReauthOptions,
} from './reauthenticator.js';
export type { RefusedOperation } from './refusal.js';
export type {
  FieldRequirement,
  OperationRequirement,
  OperationRequirements,
} from './requirements.js';
