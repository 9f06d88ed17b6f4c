import { createReauthenticator } from '../../src/client/index.js';
import type { Reauthenticator, ReauthenticatorOptions } from '../../src/client/index.js';
import type { Clock } from '../../src/protocol/index.js';

export interface TokenUser {
  readonly recentAuth: Reauthenticator;
  /** How often the user was sent to sign in, and how often a token was renewed silently. */
  readonly signIns: number;
  readonly renewals: number;
  /** The headers of a request as this user. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** As an OpenID library does when its token changed: `undefined` signs out. */
  readonly hold: (token: string | undefined) => void;
}

export interface TokenUserOptions extends Partial<Omit<ReauthenticatorOptions, 'adapter'>> {
  /** The tokens that signing in and renewing bring. @default a token of a new sign-in; none */
  readonly signIn?: () => Promise<string>;
  readonly renew?: () => Promise<string>;
}

/** Where tokens come from. */
export interface TokenSource {
  readonly clock: Clock;
  readonly token: (age: number) => Promise<string>;
}

/** Somebody who holds this token, and who signs in anew as soon as they are asked to. */
export function createTokenUser(
  source: TokenSource,
  first?: string,
  { signIn = () => source.token(0), renew, ...options }: TokenUserOptions = {},
): TokenUser {
  const listeners = new Set<() => void>();
  const counts = { signIns: 0, renewals: 0 };
  let token = first;
  const hold = (next: string | undefined): void => {
    token = next;
    for (const listener of listeners) listener();
  };
  const recentAuth = createReauthenticator({
    adapter: {
      getIdToken: () => token,
      async reauthenticate() {
        counts.signIns += 1;
        hold(await signIn());
      },
      ...(renew && {
        async refreshIdToken() {
          counts.renewals += 1;
          hold(await renew());
        },
      }),
      onTokenChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    prompt: 'immediate',
    crossTab: false,
    clock: source.clock,
    ...options,
  });
  return {
    recentAuth,
    get signIns() {
      return counts.signIns;
    },
    get renewals() {
      return counts.renewals;
    },
    async headers() {
      const idToken = await recentAuth.getIdToken();
      return { ...(idToken !== undefined && { authorization: `Bearer ${idToken}` }) };
    },
    hold,
  };
}
