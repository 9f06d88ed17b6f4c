import { useState } from 'react';
import type { ReactNode } from 'react';
import { useBank } from '../bank-context.js';
import { explainError } from '../explain-error.js';
import type { Notice } from '../notice.js';
import { NoticeText } from '../notice-text.js';
import type { SignInOptions } from '../session/session.js';
import { useStore } from '../store.js';

/** Seconds: older than every window of the bank but the widest. */
const A_WHILE_AGO = 900;

/** Sign-ins that only the development provider can make. */
export function SignInAs(): ReactNode {
  const { session } = useBank();
  const user = useStore(session.user);
  const [problem, setProblem] = useState<Notice>();

  function signIn(options: SignInOptions) {
    setProblem(undefined);
    session.signIn(options).catch((error: unknown) => {
      setProblem(explainError(error));
    });
  }

  return (
    <section className="panel-section" aria-labelledby="sign-in-as">
      <h3 id="sign-in-as">Sign in differently</h3>
      <div className="panel-actions">
        <button
          className="button"
          onClick={() => {
            signIn({ age: A_WHILE_AGO, loginHint: user?.login ?? 'alice' });
          }}
        >
          Sign in again as if 15 minutes ago
        </button>
        <button
          className="button"
          onClick={() => {
            signIn({ age: A_WHILE_AGO, loginHint: 'sam' });
          }}
        >
          Sign in as Sam, who cannot confirm, as if 15 minutes ago
        </button>
      </div>
      <div role="alert">{problem && <NoticeText notice={problem} />}</div>
    </section>
  );
}
