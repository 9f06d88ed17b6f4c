import type { ReactNode } from 'react';
import { useBank } from './bank-context.js';
import { useSignIn } from './use-sign-in.js';

/** A quarter of an hour: older than any window of the bank but one. */
const A_WHILE_AGO = 900;

export function Welcome(): ReactNode {
  const { config } = useBank();
  const signIn = useSignIn();
  return (
    <section className="card hero">
      <h1>Look around freely. Confirm it’s you before money moves.</h1>
      <p>
        This small bank lets you see your accounts with the sign-in that you have. Moving money,
        changing your e-mail or closing an account asks whether it is still you: once, and only if
        you signed in too long ago.
      </p>
      {config.developmentProvider ? (
        <>
          <div className="hero-actions">
            <button
              className="button primary"
              onClick={() => {
                signIn({ age: A_WHILE_AGO, loginHint: 'alice' });
              }}
            >
              Sign in as if 15 minutes ago
            </button>
            <button
              className="button"
              onClick={() => {
                signIn({ loginHint: 'alice' });
              }}
            >
              Sign in now
            </button>
          </div>
          <p className="hint">
            The sign-in page says which accounts there are: Alice’s password is{' '}
            <code>wonderland</code>. Everything stays on this machine.
          </p>
          <ol className="steps">
            <li>Sign in, and look at your accounts.</li>
            <li>Move some money. The bank asks whether it is still you.</li>
            <li>Confirm in a small window: your transfer goes on by itself.</li>
          </ol>
        </>
      ) : (
        <div className="hero-actions">
          <button
            className="button primary"
            onClick={() => {
              signIn();
            }}
          >
            Sign in
          </button>
        </div>
      )}
    </section>
  );
}
