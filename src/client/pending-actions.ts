import {
  assertCount,
  assertFunction,
  assertKnownOptions,
  ConfigurationError,
  systemClock,
} from '../protocol/index.js';
import type { Clock } from '../protocol/index.js';
import type { HeldOperation } from './adapter.js';
import { parseReturnTo } from './return-to.js';
import { digestUser } from './user-digest.js';
import type { UserIdentity } from './user-digest.js';

type Variables = Readonly<Record<string, unknown>>;

export interface PendingActionsOptions {
  /** Names of the operations that may be offered again after the page was left. No other is ever kept. */
  readonly resumable: readonly string[];
  /** What to keep of an operation's variables: leave out what must not lie in the browser's storage. @default everything */
  readonly redact?:
    ((operationName: string, variables: Variables) => Variables | undefined) | undefined;
  /** @default the tab's `sessionStorage` */
  readonly storage?: PendingActionStorage | undefined;
  /** Seconds for which an action may still be offered. @default 600 */
  readonly maxAge?: number | undefined;
  /** The time now, in epoch seconds. @default the system's */
  readonly clock?: Clock | undefined;
}

/** The part of `Storage` that is used. Where it throws, the action is lost and nothing else. */
export type PendingActionStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What the user was about to do when the page was left. Offer it ("Finish deleting your account?"); never run it unasked. */
export interface PendingAction {
  readonly operationName: string;
  readonly variables: Variables | undefined;
  readonly description: string | undefined;
  /** Epoch seconds. */
  readonly createdAt: number;
  /** The path of this origin where the user was. */
  readonly returnTo: string;
}

export interface PendingActions {
  /** Keeps the first of these operations that is resumable. Resolves with the name to take it by, `undefined` where none was kept. */
  save(action: {
    readonly operations: readonly HeldOperation[];
    readonly user: UserIdentity;
    readonly returnTo: string;
  }): Promise<string | undefined>;
  /** Forgets what was kept, and hands it out if it is this one, this user's and not too old. Never rejects. */
  take(id: string, user: UserIdentity): Promise<PendingAction | undefined>;
  /** For signing out. */
  clear(): void;
}

const KEY = 'graphql-recent-auth.pending-action';

/**
 * What waited, kept for the user who comes back from a redirect: once, for a short while, for them alone. It holds no token and no `sub`.
 * @throws {ConfigurationError} where an option is wrong
 */
export function createPendingActions(options: PendingActionsOptions): PendingActions {
  assertKnownOptions('createPendingActions', options, [
    'resumable',
    'redact',
    'storage',
    'maxAge',
    'clock',
  ]);
  const { resumable, redact = keepAll, storage, maxAge = 600, clock = systemClock } = options;
  assertNames(resumable);
  assertFunction('redact', redact);
  assertCount('maxAge', maxAge);

  // Looked up late: there is none on a server, and reading it throws where cookies are blocked.
  const open = (): PendingActionStorage => storage ?? sessionStorage;

  return {
    async save({ operations, user, returnTo }) {
      try {
        const found = operations.find(({ operationName }) =>
          resumable.includes(operationName ?? ''),
        );
        if (!found?.operationName || parseReturnTo(returnTo) === undefined) return undefined;
        const { operationName, description, variables } = found;
        const id = crypto.randomUUID();
        const stored: StoredAction = {
          user: await digestUser(user, id),
          operationName,
          variables: variables && redact(operationName, variables),
          description,
          createdAt: clock(),
          returnTo,
        };
        open().setItem(KEY, JSON.stringify(stored));
        return id;
      } catch {
        return undefined;
      }
    },

    async take(id, user) {
      try {
        const text = open().getItem(KEY);
        // First of all, so that it is offered once whatever happens.
        open().removeItem(KEY);
        const stored = parseStored(text);
        if (!stored || !resumable.includes(stored.operationName)) return undefined;
        const age = clock() - stored.createdAt;
        if (!(age >= 0 && age <= maxAge)) return undefined;
        if (stored.user !== (await digestUser(user, id))) return undefined;
        const { operationName, variables, description, createdAt, returnTo } = stored;
        return { operationName, variables, description, createdAt, returnTo };
      } catch {
        return undefined;
      }
    },

    clear() {
      try {
        open().removeItem(KEY);
      } catch {
        // Nothing could have been kept either.
      }
    },
  };
}

interface StoredAction extends PendingAction {
  /** Digest of who may be offered it, salted with the name to take it by. */
  readonly user: string;
}

/** What lies in the browser's storage may have been written by anyone in this origin. */
function parseStored(text: string | null): StoredAction | undefined {
  const value = JSON.parse(text ?? 'null') as Partial<Record<keyof StoredAction, unknown>> | null;
  if (typeof value !== 'object' || value === null) return undefined;
  const { user, operationName, variables, description, createdAt, returnTo } = value;
  const path = parseReturnTo(returnTo);
  if (typeof user !== 'string' || typeof operationName !== 'string') return undefined;
  if (typeof createdAt !== 'number' || path === undefined) return undefined;
  return {
    user,
    operationName,
    variables:
      typeof variables === 'object' && variables !== null ? (variables as Variables) : undefined,
    description: typeof description === 'string' ? description : undefined,
    createdAt,
    returnTo: path,
  };
}

function keepAll(_operationName: string, variables: Variables): Variables {
  return variables;
}

function assertNames(value: unknown): asserts value is readonly string[] {
  const isName = (name: unknown) => typeof name === 'string' && name !== '';
  if (Array.isArray(value) && value.length > 0 && value.every(isName)) return;
  throw new ConfigurationError('"resumable" must be a list of operation names');
}
