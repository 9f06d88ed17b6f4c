import type { ReactNode } from 'react';
import { AccountNumbersDocument } from '../__generated__/operations.js';
import { formatMoney } from '../money.js';
import { useSecret } from '../use-secret.js';
import type { AccountsProps } from './account.js';
import { GuardedButton } from './guarded-button.js';
import { Outcome } from './outcome.js';

export function Accounts({ accounts }: AccountsProps): ReactNode {
  const { data, loading, outcome, show, hide } = useSecret(AccountNumbersDocument);
  const numbers = data && new Map(data.viewer?.accounts.map(({ id, number }) => [id, number]));

  if (accounts.length === 0) {
    return (
      <section className="card">
        <h2>Accounts</h2>
        <p className="hint">You have no account any more. Alice, Bob and Sam each have some.</p>
      </section>
    );
  }
  return (
    <section className="card" aria-labelledby="accounts">
      <h2 id="accounts">Accounts</h2>
      <ul className="accounts">
        {accounts.map(({ id, name, balance }) => (
          <li key={id}>
            <span className="account-name">{name}</span>
            <span className="balance">{formatMoney(balance)}</span>
            <span className="account-number">{numbers?.get(id) ?? '•••• •••• •••• ••••'}</span>
          </li>
        ))}
      </ul>
      {/* One button for both: it keeps the focus. */}
      <GuardedButton
        operation="AccountNumbers"
        running={loading}
        harmless={numbers !== undefined}
        onClick={() => {
          if (numbers) hide();
          else void show('Show account numbers', 'Your account numbers are shown');
        }}
      >
        {numbers ? 'Hide account numbers' : 'Show account numbers'}
      </GuardedButton>
      <Outcome outcome={outcome} />
    </section>
  );
}
