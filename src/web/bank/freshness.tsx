import { useRecentAuth } from 'graphql-recent-auth/react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { formatAge, formatCountdown, formatWindow } from '../duration.js';
import { useCanConfirm } from '../use-can-confirm.js';
import { useWindow } from '../windows.js';
import type { GuardedOperation } from '../windows.js';

const METERS: readonly { readonly operation: GuardedOperation; readonly label: string }[] = [
  { operation: 'CloseAccount', label: 'Closing an account' },
  { operation: 'Transfer', label: 'Transfers' },
  { operation: 'ChangeEmail', label: 'E-mail, recovery codes' },
  { operation: 'AccountNumbers', label: 'Account numbers' },
];

/** How long the sign-in still counts as recent, and for what. */
export function Freshness(): ReactNode {
  return (
    <section className="card" aria-labelledby="freshness">
      <div className="heading">
        <h2 id="freshness">How fresh is your sign-in?</h2>
        <LastSignIn />
      </div>
      <ul className="meters">
        {METERS.map(({ operation, label }) => (
          <Meter key={operation} operation={operation} label={label} />
        ))}
      </ul>
      <Announcement />
    </section>
  );
}

/** Said once, when it begins to matter; a screen reader is not told of every second. */
function Announcement(): ReactNode {
  const { status } = useRecentAuth({ maxAge: useWindow('Transfer') });
  const [wasFresh, setWasFresh] = useState(false);
  if (status === 'fresh' && !wasFresh) setWasFresh(true);
  return (
    <p className="hidden" role="status">
      {wasFresh && status === 'stale' && 'From now on, a transfer asks you to confirm it’s you.'}
    </p>
  );
}

/** Nothing but the time of the last sign-in counts, and only another sign-in moves it. */
function LastSignIn(): ReactNode {
  // Counted from the other end, so that it ticks: seconds left of a year.
  const { secondsLeft } = useRecentAuth({ maxAge: A_YEAR, tick: true });
  if (secondsLeft === undefined) {
    return <p className="last-sign-in">Nobody knows when you signed in</p>;
  }
  return (
    <p className="last-sign-in">
      {/* One text: none after it moves as it grows. */}
      You confirmed it’s you <strong>{`${formatAge(A_YEAR - secondsLeft)} ago`}</strong>
    </p>
  );
}

const A_YEAR = 365 * 24 * 60 * 60;

function Meter({ operation, label }: (typeof METERS)[number]): ReactNode {
  const maxAge = useWindow(operation);
  const { status, secondsLeft = 0 } = useRecentAuth({ maxAge, tick: true });
  const asks = useCanConfirm() ? 'will ask' : 'cannot';
  const fresh = status === 'fresh';
  return (
    <li data-fresh={fresh}>
      <span className="meter-label">{label}</span>
      {/* Another element for another kind of text: none moves to the place of the other. */}
      <span className="meter-left" role="timer" key={String(fresh)}>
        {fresh ? formatCountdown(secondsLeft) : asks}
      </span>
      <meter
        min={0}
        max={maxAge}
        value={fresh ? secondsLeft : 0}
        aria-label={`${label}: recent for ${formatWindow(maxAge)}`}
      />
    </li>
  );
}
