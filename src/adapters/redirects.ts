import {
  decodeIdToken,
  digestUser,
  parseReturnTo,
  ReauthCancelledError,
  ReauthStillStaleError,
  ReauthUserMismatchError,
} from '../client/index.js';
import type { IdTokenClaims, ReauthRequest } from '../client/index.js';
import { assertFunction } from '../protocol/index.js';
import { leavePage } from './leave-page.js';
import type { RedirectOptions, RedirectResult } from './redirecting-adapter.js';
import { toReauthError } from './sdk-error.js';
import { untilAborted } from './until-aborted.js';

/** What must be known on the way back, for the SDK to keep meanwhile. Neither a token nor a `sub`. */
export interface RedirectRecord {
  readonly id: string;
  /** Digest of who left, salted with the id. */
  readonly user: string;
  /** Theirs, before; epoch seconds. */
  readonly authTime: number | null;
  readonly returnTo: string;
  /** The name of the pending action, where one was kept. */
  readonly pendingAction: string | null;
}

export interface Redirects {
  /** Notes who leaves and what waits, and starts. Settles also where the SDK does not. */
  leave(
    request: ReauthRequest,
    user: IdTokenClaims,
    start: (record: RedirectRecord) => Promise<unknown>,
  ): Promise<{ readonly redirecting: true }>;
  /** Compares who came back. @throws {ReauthUserMismatchError} @throws {ReauthStillStaleError} */
  comeBack(record: RedirectRecord, idToken: string | undefined): Promise<RedirectResult>;
}

export function createRedirects({
  pendingActions,
  returnTo = currentPath,
}: RedirectOptions): Redirects {
  assertFunction('returnTo', returnTo);

  async function makeRecord({ operations }: ReauthRequest, user: IdTokenClaims) {
    const id = crypto.randomUUID();
    const path = parseReturnTo(returnTo()) ?? '/';
    const pendingAction = await pendingActions?.save({ operations, user, returnTo: path });
    return {
      id,
      user: await digestUser(user, id),
      authTime: user.authTime ?? null,
      returnTo: path,
      pendingAction: pendingAction ?? null,
    };
  }

  return {
    async leave(request, user, start) {
      const { signal } = request;
      try {
        const record = await makeRecord(request, user);
        if (signal.aborted) throw new ReauthCancelledError('signal');
        return await untilAborted(
          signal,
          leavePage(() => start(record)),
        );
      } catch (error) {
        pendingActions?.clear();
        throw toReauthError(error);
      }
    },

    async comeBack(record, idToken) {
      const user = decodeIdToken(idToken);
      if (!user || (await digestUser(user, record.id)) !== record.user) {
        pendingActions?.clear();
        throw new ReauthUserMismatchError('Somebody else signed in');
      }
      if (user.authTime === undefined || !(user.authTime > (record.authTime ?? -Infinity))) {
        pendingActions?.clear();
        throw new ReauthStillStaleError('The user came back and auth_time had not advanced');
      }
      const { pendingAction: id, returnTo } = record;
      const pendingAction = id === null ? undefined : await pendingActions?.take(id, user);
      return { reauthenticated: true, returnTo, pendingAction, appState: undefined };
    },
  };
}

/** Reads a record back from where it was kept. */
export function parseRedirectRecord(value: unknown): RedirectRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, user, authTime, returnTo, pendingAction } = value as Partial<Record<string, unknown>>;
  const path = parseReturnTo(returnTo);
  if (typeof id !== 'string' || typeof user !== 'string' || path === undefined) return undefined;
  return {
    id,
    user,
    authTime: typeof authTime === 'number' ? authTime : null,
    returnTo: path,
    pendingAction: typeof pendingAction === 'string' ? pendingAction : null,
  };
}

/** Of a sign-in that the application had started itself. */
export function ordinarySignIn(appState: unknown): RedirectResult {
  return { reauthenticated: false, returnTo: '/', pendingAction: undefined, appState };
}

function currentPath(): string {
  const { pathname, search, hash } = window.location;
  return pathname + search + hash;
}
