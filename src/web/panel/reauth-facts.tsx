import { useReauthPrompt, useRecentAuth } from 'graphql-recent-auth/react';
import type { ReauthPrompt } from 'graphql-recent-auth/react';
import type { ReactNode } from 'react';
import { useBank } from '../bank-context.js';
import { useStore } from '../store.js';
import { formatAge } from './age.js';

/** The largest age there is: what is left of it tells the time since, by the reauthenticator's own clock. */
const MAX_SECONDS = 2 ** 31 - 1;

/** What the reauthenticator knows and does. Whose sign-in it is, it need not say. */
export function ReauthFacts(): ReactNode {
  const prompt = useReauthPrompt();
  return (
    <section className="panel-section" aria-labelledby="reauth-facts">
      <h3 id="reauth-facts">The reauthenticator</h3>
      {/* A sentence that stays the same through the steps of one sign-in is read out once. */}
      <p className="reauth-says" role="status">
        {describe(prompt)}
      </p>
      <dl className="facts">
        <dt>Status</dt>
        <dd>
          <code className="fact-status" data-status={prompt.status}>
            {prompt.status}
          </code>
        </dd>
        <dt>Waiting</dt>
        <dd>{prompt.waiting.map(({ operationName }) => operationName).join(', ') || 'nothing'}</dd>
        <dt>Signed in</dt>
        <dd>
          <SignInAge />
        </dd>
        <dt>Last challenge</dt>
        <dd>
          <LastChallenge />
        </dd>
      </dl>
    </section>
  );
}

function SignInAge(): ReactNode {
  const user = useStore(useBank().session.user);
  const { secondsLeft } = useRecentAuth({ maxAge: MAX_SECONDS, tick: true });
  if (secondsLeft !== undefined) return `${formatAge(MAX_SECONDS - secondsLeft)} ago`;
  return user ? 'the token does not say when' : 'nobody is';
}

function LastChallenge(): ReactNode {
  const entries = useStore(useBank().wire.entries);
  const challenge = entries.findLast(({ challenge }) => challenge)?.challenge;
  if (!challenge) return 'none recorded';
  const { code, reason, maxAge } = challenge;
  return (
    <>
      <code>{reason ?? code}</code>, <code className="fact">maxAge {maxAge} s</code>
    </>
  );
}

function describe({ status, elsewhere, error }: ReauthPrompt): string {
  switch (status) {
    case 'idle':
      return 'Nothing waits for a sign-in.';
    case 'failed':
      return `The last attempt failed (${error?.code ?? 'unknown'}). It can be tried again.`;
    case 'redirecting':
      return 'The page is about to be left for the sign-in page.';
    default:
      return elsewhere
        ? 'Another tab asks the user; what waits here goes on with it.'
        : 'An operation waits until the user has signed in again.';
  }
}
