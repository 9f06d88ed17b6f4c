import { createReauthenticator } from '../../src/client/index.js';
import type {
  HandleOptions,
  ReauthAdapter,
  Reauthenticator,
  ReauthenticatorOptions,
  ReauthEvent,
  ReauthRequest,
} from '../../src/client/index.js';
import { parseReauthExtensions } from '../../src/protocol/index.js';
import type { ReauthChallenge, ReauthExtension } from '../../src/protocol/index.js';
import { manualClock } from '../../src/testing/index.js';
import type { ManualClock } from '../../src/testing/index.js';

export const NOW = 1_795_250_000;

/** An ID token that nobody signed: a client only decodes it. */
export function unsignedToken(claims: Readonly<Record<string, unknown>> = {}): string {
  const payload = {
    iss: 'https://issuer.test',
    sub: 'alice',
    iat: NOW,
    exp: NOW + 3600,
    ...claims,
  };
  return [{ alg: 'none' }, payload, 'signature']
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
}

/** What a server says that wants a sign-in of the last 300 seconds. */
export function challengeOf(
  reauth: Partial<ReauthExtension> = {},
  code: 'REAUTH_REQUIRED' | 'REAUTH_IMPOSSIBLE' = 'REAUTH_REQUIRED',
): ReauthChallenge {
  const whole = { maxAge: 300, authTime: NOW - 900, serverTime: NOW, executed: false, ...reauth };
  const challenge = parseReauthExtensions({ code, reauth: whole });
  if (!challenge) throw new Error('No challenge');
  return challenge;
}

/** A sign-in that was asked for, to be settled by hand. */
export interface Attempt {
  readonly request: ReauthRequest;
  /** The user has signed in, and the adapter holds this token. */
  readonly succeed: (token?: string) => void;
  readonly fail: (error: unknown) => void;
  readonly redirect: () => void;
}

export interface PromptUser {
  readonly recentAuth: Reauthenticator;
  readonly clock: ManualClock;
  readonly events: readonly ReauthEvent[];
  readonly attempts: readonly Attempt[];
  renewals: number;
  /** What a silent renewal brings; where it is none, it fails. */
  renewed: string | undefined;
  /** What the adapter holds from now on; it tells who listens. */
  readonly hold: (token: string | undefined) => void;
  /** Holds an operation, and waits until the prompt has settled on it. */
  readonly held: (challenge?: ReauthChallenge, options?: HandleOptions) => Promise<Held>;
}

export interface Held {
  /** The token to retry with, or why not. */
  readonly outcome: Promise<unknown>;
}

export interface PromptUserOptions extends Partial<ReauthenticatorOptions> {
  /** @default a sign-in of a quarter of an hour ago */
  readonly token?: string | undefined;
}

/** Somebody whose sign-ins the test settles by hand. */
export function createPromptUser(options: PromptUserOptions = {}): PromptUser {
  const { token, adapter, ...rest } = options;
  const clock = manualClock(NOW);
  const listeners = new Set<() => void>();
  const attempts: Attempt[] = [];
  const events: ReauthEvent[] = [];
  let current = 'token' in options ? token : unsignedToken({ auth_time: NOW - 900 });

  const byHand: ReauthAdapter = {
    getIdToken: () => current,
    reauthenticate: (request) =>
      new Promise<{ readonly redirecting: true } | undefined>((resolve, reject) => {
        attempts.push({
          request,
          succeed(next = unsignedToken({ auth_time: clock(), iat: clock() })) {
            current = next;
            resolve(undefined);
          },
          fail: reject,
          redirect() {
            resolve({ redirecting: true });
          },
        });
      }),
    async refreshIdToken() {
      user.renewals += 1;
      await Promise.resolve();
      if (user.renewed === undefined) throw new Error('No renewal');
      current = user.renewed;
    },
    onTokenChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const recentAuth = createReauthenticator({
    clock,
    onEvent: (event) => events.push(event),
    adapter: adapter ?? byHand,
    ...rest,
  });
  const user: PromptUser = {
    recentAuth,
    clock,
    attempts,
    events,
    renewals: 0,
    renewed: undefined,
    hold(next) {
      current = next;
      for (const listener of listeners) listener();
    },
    async held(challenge = challengeOf(), operation = {}) {
      const outcome = recentAuth
        .handle(challenge, { idToken: current, ...operation })
        .catch((error: unknown) => error);
      await settled();
      return { outcome };
    },
  };
  return user;
}

/** Lets everything happen that waits for nobody, also the part that is loaded apart. */
export async function settled(): Promise<void> {
  await import('../../src/client/prompt-cycle.js');
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
