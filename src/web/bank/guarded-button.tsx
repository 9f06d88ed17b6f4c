import { useRecentAuth } from 'graphql-recent-auth/react';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { formatCountdown } from '../duration.js';
import { useWindow } from '../windows.js';
import type { GuardedOperation } from '../windows.js';

interface GuardedButtonProps {
  readonly operation: GuardedOperation;
  readonly kind?: 'primary' | 'danger' | 'usual';
  readonly type?: 'submit' | 'button';
  readonly running: boolean;
  readonly onClick?: () => void;
  readonly children: ReactNode;
}

/** A button that shows whether it will ask. It is never disabled for that: the server decides, and the click then asks. */
export function GuardedButton({
  operation,
  kind = 'usual',
  type = 'button',
  running,
  onClick,
  children,
}: GuardedButtonProps): ReactNode {
  const { status, secondsLeft = 0 } = useRecentAuth({ maxAge: useWindow(operation), tick: true });
  const hint = useId();
  const asks = status !== 'fresh';
  return (
    <div className="guarded">
      <button
        className={`button ${kind}`}
        type={type}
        aria-disabled={running}
        aria-describedby={hint}
        onClick={onClick}
      >
        {children}
      </button>
      <p className="guard-hint" id={hint} data-asks={asks}>
        {asks ? 'Asks you to confirm it’s you' : `Goes through for ${formatCountdown(secondsLeft)}`}
      </p>
    </div>
  );
}
