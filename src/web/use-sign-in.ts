import { useBank } from './bank-context.js';
import { notice } from './notice.js';
import type { SignInOptions } from './session/session.js';

/** Leaves the page for the sign-in page, or says that there is none. */
export function useSignIn(): (options?: SignInOptions) => void {
  const { session, notices } = useBank();
  return (options) => {
    session.signIn(options).catch(() => {
      notices.set(
        notice('problem', 'The sign-in service cannot be reached', 'Please try again in a moment.'),
      );
    });
  };
}
