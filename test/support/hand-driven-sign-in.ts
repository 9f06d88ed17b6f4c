import type { ReauthAdapter, ReauthRequest } from '../../src/client/index.js';

export interface HandDrivenSignIn {
  readonly adapter: ReauthAdapter;
  /** Every sign-in that was asked for, each to be settled by hand. */
  readonly attempts: readonly SignInAttempt[];
  /** Somebody is signed in from now on, with a token of this very second. */
  signInAt(authTime: number, subject?: string): void;
  signOut(): void;
}

export interface SignInAttempt {
  readonly request: ReauthRequest;
  /** The user signed in just now. */
  succeed(authTime: number, subject?: string): void;
  fail(error: unknown): void;
  redirect(): void;
}

/** An adapter whose provider is the test. Its tokens are unsigned: a client only decodes them. */
export function handDrivenSignIn(): HandDrivenSignIn {
  const attempts: SignInAttempt[] = [];
  const listeners = new Set<() => void>();
  let token: string | undefined;

  function hold(next: string | undefined) {
    token = next;
    for (const listener of listeners) listener();
  }
  function signInAt(authTime: number, subject = 'alice') {
    hold(unsignedToken(authTime, subject));
  }

  return {
    attempts,
    signInAt,
    signOut() {
      hold(undefined);
    },
    adapter: {
      getIdToken: () => token,
      reauthenticate: (request) =>
        new Promise<{ readonly redirecting: true } | undefined>((resolve, reject) => {
          attempts.push({
            request,
            fail: reject,
            redirect() {
              resolve({ redirecting: true });
            },
            succeed(authTime, subject = 'alice') {
              token = unsignedToken(authTime, subject);
              resolve(undefined);
            },
          });
        }),
      onTokenChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

function unsignedToken(authTime: number, subject: string): string {
  const claims = {
    iss: 'https://issuer.test',
    sub: subject,
    aud: 'app',
    iat: authTime,
    exp: authTime + 86_400,
    auth_time: authTime,
  };
  const [header, payload] = [{ alg: 'none' }, claims].map((part) => btoa(JSON.stringify(part)));
  return `${header}.${payload}.`;
}
