import { useId } from 'react';
import type { ReactNode } from 'react';
import { formatMoney } from '../money.js';
import type { Account } from './account.js';

interface AccountSelectProps {
  readonly label: string;
  readonly accounts: readonly Account[];
  readonly value: string | undefined;
  readonly onChange: (id: string) => void;
}

export function AccountSelect({ label, accounts, value, onChange }: AccountSelectProps): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      >
        {accounts.map((account) => (
          <option key={account.id} value={account.id}>
            {account.name} · {formatMoney(account.balance)}
          </option>
        ))}
      </select>
    </div>
  );
}
