import { useRecentAuth } from 'graphql-recent-auth/react';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { formatCountdown } from '../duration.js';
import { useCanConfirm } from '../use-can-confirm.js';
import { useWindow } from '../windows.js';
import type { GuardedOperation } from '../windows.js';

interface GuardedButtonProps {
  readonly operation: GuardedOperation;
  readonly kind?: 'primary' | 'danger' | 'usual';
  readonly type?: 'submit' | 'button';
  readonly running: boolean;
  /** It asks for nothing just now: it hides what it has shown. The place of what it says about asking is kept. */
  readonly harmless?: boolean;
  readonly onClick?: () => void;
  readonly children: ReactNode;
}

/** A button that shows whether it will ask. It is never disabled for that: the server decides, and the click then asks. */
export function GuardedButton({
  operation,
  kind = 'usual',
  type = 'button',
  running,
  harmless = false,
  onClick,
  children,
}: GuardedButtonProps): ReactNode {
  const hint = useId();
  return (
    <div className="guarded">
      <button
        className={`button ${kind}`}
        type={type}
        aria-disabled={running}
        aria-describedby={harmless ? undefined : hint}
        onClick={onClick}
      >
        {children}
      </button>
      <Hint id={hint} operation={operation} harmless={harmless} />
    </div>
  );
}

interface HintProps {
  readonly id: string;
  readonly operation: GuardedOperation;
  readonly harmless: boolean;
}

function Hint({ id, operation, harmless }: HintProps): ReactNode {
  const { status, secondsLeft = 0 } = useRecentAuth({ maxAge: useWindow(operation), tick: true });
  const canConfirm = useCanConfirm();
  return (
    <p className="guard-hint" id={id} data-asks={status !== 'fresh'} data-harmless={harmless}>
      {status === 'fresh' && `Goes through for ${formatCountdown(secondsLeft)}`}
      {status !== 'fresh' &&
        (canConfirm ? 'Asks you to confirm it’s you' : 'Your account cannot confirm this')}
    </p>
  );
}
