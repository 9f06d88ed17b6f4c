import type { ReactNode } from 'react';
import { formatMoney } from '../money.js';
import type { AccountsProps, Transfer } from './account.js';

const time = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** The latest transfers of all accounts; one between two of them is in both, and shown once. */
export function Transfers({ accounts }: AccountsProps): ReactNode {
  const all = new Map<string, Transfer>();
  for (const transfer of accounts.flatMap(({ transfers }) => transfers)) {
    all.set(transfer.id, transfer);
  }
  const latest = [...all.values()]
    .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
    .slice(0, 5);
  return (
    <section className="card feed" aria-labelledby="transfers">
      <h2 id="transfers">Latest transfers</h2>
      {latest.length === 0 && <p className="hint">Nothing has moved yet. Try it above.</p>}
      <ol className="rows">
        {latest.map(({ id, amount, createdAt, fromAccount, toAccount }) => (
          <li key={id}>
            <span>
              {fromAccount.name} → {toAccount.name}
            </span>
            <span className="balance">{formatMoney(amount)}</span>
            <time className="hint" dateTime={createdAt}>
              {time.format(new Date(createdAt))}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}
