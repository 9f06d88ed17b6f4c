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
import { useTransferKeys } from './transfer-keys.js';

const EMPTY = { from: '', to: '', amount: '' };

export function TransferForm({ accounts }: AccountsProps): ReactNode {
  const { draft, change, finish } = useDraft('transfer', EMPTY);
  const keys = useTransferKeys();
  const [problem, setProblem] = useState<string>();
  const { run, running, outcome } = useAction(TransferDocument);
  const from = accounts.find(({ id }) => id === draft.from) ?? accounts[0];
  const others = accounts.filter(({ id }) => id !== from?.id);
  const to = others.find(({ id }) => id === draft.to) ?? others[0];

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (running) return;
    const amount = parseMoney(draft.amount);
    setProblem(amount === undefined ? 'Enter an amount such as 25.00' : undefined);
    if (amount === undefined || !from || !to) return;
    const key = keys.keyFor({ from: from.id, to: to.id, amount });
    const sent = { from: from.id, to: to.id, amount: draft.amount };
    change(sent);
    await run({
      description: `Transfer ${formatMoney(amount)} to ${to.name}`,
      variables: {
        input: { fromAccountId: from.id, toAccountId: to.id, amount, idempotencyKey: key },
      },
      onDone({ transfer }) {
        keys.forget(key);
        finish(sent);
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
              change({ from: id });
            }}
          />
          <AccountSelect
            label="To"
            accounts={others}
            value={to?.id}
            onChange={(id) => {
              change({ to: id });
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
            change({ amount });
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
