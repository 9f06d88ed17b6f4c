import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { clock } from '../clock.js';
import { useStore } from '../store.js';
import type { Readable, Store } from '../store.js';
import type { SignIn } from './sign-in.js';
import { describeExpiry, describeSignIn, isExpired, readUser } from './signed-in-user.js';
import type { SignedInUser } from './signed-in-user.js';

interface BarProps {
  readonly token: Store<string | undefined>;
  readonly signIn: SignIn;
  /** The provider can sign users in as if some time ago. */
  readonly developmentProvider: boolean;
  /** Whether Altair takes what is set here. */
  readonly connected: Readable<boolean>;
}

/** Seconds. */
const STALE = 15 * 60;

/** Above Altair: as whom its requests are sent, and how to send them as somebody else, or as somebody stale. */
export function Bar({ token, signIn, developmentProvider, connected }: BarProps): ReactNode {
  const value = useStore(token);
  const user = readUser(value);
  const now = useNow();
  const message = useStore(signIn.message);
  const reachable = useStore(connected);

  function start(age: number): void {
    void signIn.start({ age, loginHint: user?.loginHint });
  }

  return (
    <>
      <p className="ide-bar-who">{user ? <Who user={user} now={now} /> : 'Nobody is signed in'}</p>
      <p className="ide-bar-message">
        {message !== '' || reachable
          ? message
          : 'This Altair cannot be told: copy the token into its Authorization header.'}
      </p>
      <p className="ide-bar-announcement" role="status">
        {message === '' ? announce(user, now) : message}
      </p>
      <div className="ide-bar-actions">
        {!reachable && value !== undefined && (
          <button type="button" onClick={() => void navigator.clipboard.writeText(value)}>
            Copy token
          </button>
        )}
        <button
          type="button"
          onClick={() => {
            start(0);
          }}
        >
          {developmentProvider ? 'Sign in now' : 'Sign in'}
        </button>
        {developmentProvider && (
          <button
            type="button"
            onClick={() => {
              start(STALE);
            }}
          >
            Sign in as if 15 minutes ago
          </button>
        )}
        {user && (
          <button
            type="button"
            onClick={() => {
              token.set(undefined);
            }}
          >
            Sign out
          </button>
        )}
      </div>
    </>
  );
}

function Who({ user, now }: { readonly user: SignedInUser; readonly now: number }): ReactNode {
  return (
    <>
      <strong>{user.name}</strong>, {describeSignIn(user, now)}
      <span className="ide-bar-expiry" data-expired={isExpired(user, now)}>
        {describeExpiry(user, now)}
      </span>
    </>
  );
}

/** What changes seldom enough to be spoken. */
function announce(user: SignedInUser | undefined, now: number): string {
  if (!user) return 'Nobody is signed in';
  return isExpired(user, now)
    ? 'The ID token has expired. Sign in again.'
    : `Signed in as ${user.name}`;
}

function useNow(): number {
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(clock());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}
