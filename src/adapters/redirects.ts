import {
  digestUser,
  parseReturnTo,
  randomId,
  ReauthStillStaleError,
  ReauthUnavailableError,
  ReauthUserMismatchError,
} from '../client/index.js';
import type { ReauthRequest } from '../client/index.js';
import { readClaims } from './claims.js';
import type { RedirectOptions, RedirectResult } from './redirecting-adapter.js';

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
  /** Notes who leaves, and what waited. @throws {ReauthUnavailableError} where nobody is signed in */
  begin(request: ReauthRequest): Promise<RedirectRecord>;
  /** Compares who came back. @throws {ReauthUserMismatchError} @throws {ReauthStillStaleError} */
  end(record: RedirectRecord, idToken: string | undefined): Promise<RedirectResult>;
  /** Forgets what waited. */
  forget(): void;
}

export function createRedirects({
  pendingActions,
  returnTo = currentPath,
}: RedirectOptions): Redirects {
  return {
    async begin({ idToken, operations }) {
      const user = readClaims(idToken);
      if (!user) throw new ReauthUnavailableError('Nobody is signed in');
      const id = randomId();
      const path = parseReturnTo(returnTo()) ?? '/';
      return {
        id,
        user: await digestUser(user, id),
        authTime: user.authTime ?? null,
        returnTo: path,
        pendingAction: (await pendingActions?.save({ operations, user, returnTo: path })) ?? null,
      };
    },

    async end(record, idToken) {
      const user = readClaims(idToken);
      if (!user || (await digestUser(user, record.id)) !== record.user) {
        pendingActions?.clear();
        throw new ReauthUserMismatchError('Another user signed in');
      }
      if (user.authTime === undefined || !(user.authTime > (record.authTime ?? -Infinity))) {
        throw new ReauthStillStaleError('The user came back and auth_time had not advanced');
      }
      const { pendingAction: id, returnTo } = record;
      const pendingAction = id === null ? undefined : await pendingActions?.take(id, user);
      return { reauthenticated: true, returnTo, pendingAction, appState: undefined };
    },

    forget: () => pendingActions?.clear(),
  };
}

/** Reads what `begin` made, back from where the SDK kept it. */
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
