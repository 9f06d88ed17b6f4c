export type { ReauthChallenge } from '../protocol/index.js';
export type {
  HeldOperation,
  MaybePromise,
  ReauthAdapter,
  ReauthRequest,
  WaitingOperation,
} from './adapter.js';
export { createReauthenticator } from './create-reauthenticator.js';
export { getReauthError, ReauthCancelledError, ReauthError, ReauthFailedError } from './errors.js';
export {
  PopupBlockedError,
  ReauthStillStaleError,
  ReauthUnavailableError,
  ReauthUserMismatchError,
} from './refusal-errors.js';
export type { CancelReason, ReauthErrorCode } from './errors.js';
export { decodeIdToken, isSameUser } from './id-token.js';
export type { IdTokenClaims } from './id-token.js';
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
export { getReauthChallenge, getRefusal } from './refusal.js';
export type { RefusedOperation } from './refusal.js';
export type {
  FieldRequirement,
  OperationRequirement,
  OperationRequirements,
} from './requirements.js';
export { createPendingActions } from './pending-actions.js';
export type {
  PendingAction,
  PendingActions,
  PendingActionsOptions,
  PendingActionStorage,
} from './pending-actions.js';
export { parseReturnTo } from './return-to.js';
export { digestUser } from './user-digest.js';
export type { UserIdentity } from './user-digest.js';
