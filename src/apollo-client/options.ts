import type { OperationRequirements, Reauthenticator } from '../client/index.js';
import {
  assertBoolean,
  assertKnownOptions,
  assertOneOf,
  ConfigurationError,
} from '../protocol/index.js';
import type { ReauthChallenge } from '../protocol/index.js';
import type { Operation } from './apollo-types.js';
import { readOrigins } from './origins.js';

export interface RecentAuthLinkOptions {
  /** What `createReauthenticator` returned. */
  readonly recentAuth: Reauthenticator;
  /**
   * Which operations ask the user; the others hand the refusal on. A function is asked with no challenge before
   * an operation of `requirements` is sent. @default 'mutation'
   */
  readonly promptFor?: 'mutation' | 'all' | PromptFor | undefined;
  /**
   * Which refused mutations are sent again: only those whose answer proves that nothing ran, or also those of one root field that
   * was refused at that field. The latter is unsafe behind gateways and backends for frontends. @default 'safe'
   */
  readonly retry?: 'safe' | 'single-root-field' | undefined;
  /** What each operation asks for, from `graphql-recent-auth/codegen`: the user is asked before it is sent. */
  readonly requirements?: OperationRequirements | undefined;
  /** Sends the ID token as `authorization`; what another link put there goes, also while nobody is signed in. @default true */
  readonly attachToken?: boolean | undefined;
  /**
   * Where an operation with a `uri` in its context may take the token, besides the page's own origin. Operations without that `uri` go
   * to the chain's own endpoint. An answer that was redirected to any other origin cannot ask for a sign-in. @default the page's own
   */
  readonly origins?: readonly string[] | undefined;
}

export type PromptFor = (operation: Operation, challenge: ReauthChallenge | undefined) => boolean;

export interface LinkSettings {
  readonly recentAuth: Reauthenticator;
  readonly promptFor: 'mutation' | 'all' | PromptFor;
  readonly retry: 'safe' | 'single-root-field';
  readonly requirements: OperationRequirements;
  readonly attachToken: boolean;
  readonly origins: readonly string[] | undefined;
}

export function readOptions(options: RecentAuthLinkOptions): LinkSettings {
  const {
    recentAuth,
    promptFor = 'mutation',
    retry = 'safe',
    requirements = {},
    attachToken = true,
    origins,
    // A copy, since nobody may have given any.
  } = { ...options };
  const settings = { recentAuth, promptFor, retry, requirements, attachToken, origins };
  assertKnownOptions('RecentAuthLink', options, Object.keys(settings));
  if (typeof (recentAuth as unknown as { handle?: unknown } | undefined)?.handle !== 'function') {
    throw new ConfigurationError('"recentAuth" must be what createReauthenticator returned');
  }
  if (typeof promptFor !== 'function') assertOneOf('promptFor', promptFor, ['mutation', 'all']);
  assertOneOf('retry', retry, ['safe', 'single-root-field']);
  assertBoolean('attachToken', attachToken);
  return { ...settings, origins: origins === undefined ? undefined : readOrigins(origins) };
}
