import { useState } from 'react';
import type { ReactNode, SubmitEvent } from 'react';
import { TransferDocument } from '../__generated__/operations.js';
import { useDraft } from '../drafts.js';
import { formatMoney, parseMoney } from '../money.js';
import { notice } from '../notice.js';
import { useAction } from '../use-action.js';
import type { AccountsProps } from './account.js';
import { AccountSelect } from './account-select.js';
import { Field } from './field.js';
import { GuardedButton } from './guarded-button.js';
import { Outcome } from './outcome.js';

const EMPTY = { from: '', to: '', amount: '', key: '' };

export function TransferForm({ accounts }: AccountsProps): ReactNode {
  const [draft, change] = useDraft('transfer', EMPTY);
  const [problem, setProblem] = useState<string>();
  const { run, running, outcome } = useAction(TransferDocument);
  const from = accounts.find(({ id }) => id === draft.from) ?? accounts[0];
  const others = accounts.filter(({ id }) => id !== from?.id);
  const to = others.find(({ id }) => id === draft.to) ?? others[0];

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const amount = parseMoney(draft.amount);
    setProblem(amount === undefined ? 'Enter an amount such as 25.00' : undefined);
    if (amount === undefined || !from || !to) return;
    // Kept until the transfer is through: sent again after a lost answer or a reload, it is the same transfer.
    const key = draft.key === '' ? crypto.randomUUID() : draft.key;
    change({ from: from.id, to: to.id, key });
    await run({
      description: `Transfer ${formatMoney(amount)} to ${to.name}`,
      variables: {
        input: { fromAccountId: from.id, toAccountId: to.id, amount, idempotencyKey: key },
      },
      onDone({ transfer }) {
        change(EMPTY);
        return notice(
          'done',
          `${formatMoney(transfer.amount)} moved to ${transfer.toAccount.name}`,
        );
      },
    });
  }

  return (
    <section className="card" aria-labelledby="transfer">
      <h2 id="transfer">Transfer money</h2>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <div className="fields">
          <AccountSelect
            label="From"
            accounts={accounts}
            value={from?.id}
            onChange={(id) => {
              change({ from: id, key: '' });
            }}
          />
          <AccountSelect
            label="To"
            accounts={others}
            value={to?.id}
            onChange={(id) => {
              change({ to: id, key: '' });
            }}
          />
        </div>
        <Field
          label="Amount in euros"
          inputMode="decimal"
          value={draft.amount}
          problem={problem}
          onChange={(amount) => {
            setProblem(undefined);
            change({ amount, key: '' });
          }}
        />
        <GuardedButton operation="Transfer" kind="primary" type="submit" running={running}>
          Transfer
        </GuardedButton>
      </form>
      <Outcome outcome={outcome} />
    </section>
  );
}
