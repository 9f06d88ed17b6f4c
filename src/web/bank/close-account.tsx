import { useState } from 'react';
import type { ReactNode, SubmitEvent } from 'react';
import { CloseAccountDocument } from '../__generated__/operations.js';
import { notice } from '../notice.js';
import { useAction } from '../use-action.js';
import type { AccountsProps } from './account.js';
import { AccountSelect } from './account-select.js';
import { GuardedButton } from './guarded-button.js';
import { Outcome } from './outcome.js';

export function CloseAccount({ accounts }: AccountsProps): ReactNode {
  const [chosen, setChosen] = useState<string>();
  const { run, running, outcome } = useAction(CloseAccountDocument);
  const account = accounts.find(({ id }) => id === chosen) ?? accounts[0];

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!account) return;
    await run({
      description: `Close ${account.name}`,
      variables: { id: account.id },
      onDone: () => notice('done', `${account.name} is closed`),
    });
  }

  return (
    <section className="card" aria-labelledby="close-account">
      <h2 id="close-account">Close an account</h2>
      <p>For ever, and only once it is empty.</p>
      <form onSubmit={(event) => void submit(event)}>
        <AccountSelect
          label="Account"
          accounts={accounts}
          value={account?.id}
          onChange={setChosen}
        />
        <GuardedButton operation="CloseAccount" kind="danger" type="submit" running={running}>
          Close account
        </GuardedButton>
      </form>
      <Outcome outcome={outcome} />
    </section>
  );
}
