import { useRecentAuth } from 'graphql-recent-auth/react';
import type { ReactNode } from 'react';
import { formatCountdown, formatWindow } from '../duration.js';
import { useWindow } from '../windows.js';
import type { GuardedOperation } from '../windows.js';

const METERS: readonly { readonly operation: GuardedOperation; readonly label: string }[] = [
  { operation: 'CloseAccount', label: 'Closing an account' },
  { operation: 'Transfer', label: 'Transfers' },
  { operation: 'ChangeEmail', label: 'E-mail and recovery codes' },
  { operation: 'AccountNumbers', label: 'Account numbers' },
];

/** How long the sign-in still counts as recent, and for what. */
export function Freshness(): ReactNode {
  return (
    <section className="card" aria-labelledby="freshness">
      <h2 id="freshness">Your sign-in counts as recent</h2>
      <ul className="meters">
        {METERS.map(({ operation, label }) => (
          <Meter key={operation} operation={operation} label={label} />
        ))}
      </ul>
    </section>
  );
}

function Meter({ operation, label }: (typeof METERS)[number]): ReactNode {
  const maxAge = useWindow(operation);
  const { status, secondsLeft = 0 } = useRecentAuth({ maxAge, tick: true });
  const fresh = status === 'fresh';
  return (
    <li data-fresh={fresh}>
      <span className="meter-label">{label}</span>
      <span className="meter-left" role="timer">
        {fresh ? formatCountdown(secondsLeft) : 'asks'}
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
