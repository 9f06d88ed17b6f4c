import { useQuery } from '@apollo/client/react';
import type { ReactNode } from 'react';
import { SecurityEventsDocument } from '../__generated__/operations.js';
import type { SecurityEventsQuery } from '../__generated__/operations.js';
import { explainError } from '../explain-error.js';
import { NoticeText } from '../notice-text.js';

type SecurityEvent = NonNullable<SecurityEventsQuery['viewer']>['securityEvents'][number];

const time = new Intl.DateTimeFormat('en', { dateStyle: 'short', timeStyle: 'medium' });

const OUTCOMES: { readonly [O in SecurityEvent['outcome']]: string } = {
  ALLOWED: 'Was allowed',
  ALLOWED_WITHOUT_PROOF: 'Was allowed without proof',
  REFUSED: 'Was refused',
  REPORTED: 'Was noted',
};

/** What the bank decided about operations that ask for a recent sign-in. */
export function SecurityEvents(): ReactNode {
  const { data, previousData, error, loading, refetch } = useQuery(SecurityEventsDocument, {
    fetchPolicy: 'cache-and-network',
  });
  // What was shown stays: whoever asked the bank for something is told beside that.
  const viewer = (data ?? previousData)?.viewer;
  const events = viewer?.securityEvents ?? [];
  const failed = error !== undefined && !viewer;
  const lookAgain = () => {
    // Whether it worked is in `error`.
    refetch().catch(() => undefined);
  };
  return (
    <section className="card feed" aria-labelledby="security-events">
      <h2 id="security-events">Security events</h2>
      {failed && <NoticeText notice={explainError(error)} />}
      {!failed && events.length === 0 && (
        <p className="hint">
          {loading ? 'Looking them up…' : 'Nothing has asked who you are yet.'}
        </p>
      )}
      <ol className="rows">
        {events.map((event) => (
          <li key={event.id}>
            <span>{event.fields.join(', ')}</span>
            <span className="event-outcome" data-outcome={event.outcome}>
              {OUTCOMES[event.outcome]}
            </span>
            <time className="hint" dateTime={event.time}>
              {time.format(new Date(event.time))}
              {event.authAge !== null && ` · ${event.authAge} s after the sign-in`}
            </time>
          </li>
        ))}
      </ol>
      <button className="button quiet start" onClick={lookAgain}>
        Look again
      </button>
    </section>
  );
}
