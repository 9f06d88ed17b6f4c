import type { ReactNode } from 'react';
import { useBank } from './bank-context.js';
import { useStore } from './store.js';
import { useSignIn } from './use-sign-in.js';

/** For the same user: what they typed stays, which signing out would not leave. */
export function SignInAgain(): ReactNode {
  const user = useStore(useBank().session.user);
  const signIn = useSignIn();
  return (
    <button
      className="button"
      type="button"
      onClick={() => {
        signIn({ loginHint: user?.login });
      }}
    >
      Sign in again
    </button>
  );
}
