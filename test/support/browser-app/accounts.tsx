import type { DocumentNode, OperationVariables } from '@apollo/client/core';
import { useApolloClient, useMutation } from '@apollo/client/react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { PendingAction } from '../../../src/client/index.js';
import { describeOutcome } from './describe-outcome.js';
import { CHANGE_EMAIL, RENAME, TRANSFER } from './operations.js';
import type { Account } from './operations.js';

interface AccountsProps {
  readonly accounts: readonly Account[];
  /** What the user was about to do when they left the page. */
  readonly pendingAction: PendingAction | undefined;
}

/** What somebody can do with their money, and how it went. */
export function Accounts({ accounts, pendingAction }: AccountsProps): ReactNode {
  const client = useApolloClient();
  const [everyday, savings] = accounts;
  const [outcomes, setOutcomes] = useState<readonly string[]>([]);
  const [unfinished, setUnfinished] = useState(pendingAction);
  const [transfer, { loading }] = useMutation(TRANSFER, {
    context: { recentAuth: { description: 'Transfer 25.00' } },
  });

  async function note(name: string, running: Promise<{ readonly error?: unknown }>): Promise<void> {
    const error = await running.then(
      (result) => result.error,
      (thrown: unknown) => thrown,
    );
    setOutcomes((known) => [...known, `${name}: ${describeOutcome(error)}`]);
  }
  function run(description: string, mutation: DocumentNode, variables: OperationVariables): void {
    const context = { recentAuth: { description } };
    void note(description, client.mutate({ mutation, variables, context }));
  }
  function input(amount: number) {
    const [fromAccountId = '', toAccountId = ''] = [everyday?.id, savings?.id];
    return { input: { fromAccountId, toAccountId, amount, idempotencyKey: crypto.randomUUID() } };
  }
  const changeEmail = () => {
    run('Change email', CHANGE_EMAIL, { email: 'new@example.com' });
  };
  const threeAtOnce = () => {
    run('First transfer', TRANSFER, input(100));
    changeEmail();
    run('Second transfer', TRANSFER, input(200));
  };
  const finish = ({ operationName, description = operationName, variables }: PendingAction) => {
    setUnfinished(undefined);
    const mutation = operationName === 'Transfer' ? TRANSFER : CHANGE_EMAIL;
    run(description, mutation, variables ?? {});
  };

  return (
    <>
      <p>
        <label htmlFor="balance">Balance</label>
        <output id="balance">{everyday?.balance}</output>
      </p>
      <button
        disabled={loading}
        onClick={() => void note('Transfer', transfer({ variables: input(2500) }))}
      >
        Transfer
      </button>
      <button onClick={changeEmail}>Change email</button>
      <button
        onClick={() => {
          run('Rename', RENAME, { id: everyday?.id ?? '', name: 'Renamed' });
        }}
      >
        Rename
      </button>
      <button onClick={threeAtOnce}>Three at once</button>
      {unfinished && (
        <button
          onClick={() => {
            finish(unfinished);
          }}
        >
          Finish: {unfinished.description}
        </button>
      )}
      <ol aria-label="Outcomes">
        {outcomes.map((outcome, index) => (
          <li key={index}>{outcome}</li>
        ))}
      </ol>
    </>
  );
}
