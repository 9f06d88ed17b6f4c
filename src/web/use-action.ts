import type { DocumentNode, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useRef, useState } from 'react';
import { BankDocument, SecurityEventsDocument } from './__generated__/operations.js';
import { useBank } from './bank-context.js';
import { explainFailedAction, mayBeDone } from './explain-error.js';
import type { Notice } from './notice.js';

interface Run<TData, TVariables> {
  readonly variables: TVariables;
  /** What the dialog calls it, such as "Transfer €25.00 to Savings". */
  readonly description: string;
  /** What to say when it is done. */
  readonly onDone: (data: TData) => Notice;
}

interface Action<TData, TVariables> {
  /** Does nothing while it is running already: pressing twice does it once. Resolves with how it went. */
  readonly run: (run: Run<TData, TVariables>) => Promise<Notice | undefined>;
  /** Also while the user is being asked to sign in again. */
  readonly running: boolean;
  /** How the last run went. */
  readonly outcome: Notice | undefined;
}

/** A mutation that somebody starts with a button, and what became of it in words. */
export function useAction<TData, TVariables extends OperationVariables>(
  mutation: TypedDocumentNode<TData, TVariables>,
): Action<TData, TVariables> {
  const client = useApolloClient();
  const { unfinished } = useBank();
  const [running, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<Notice>();
  // State comes a render later, and the second press of a double click before it.
  const busy = useRef(false);

  async function send({ variables, description, onDone }: Run<TData, TVariables>): Promise<Notice> {
    try {
      const context = { recentAuth: { description } };
      const { data } = await client.mutate({ mutation, variables, context });
      // Done, by whichever button: it need not be offered any more.
      const offered = unfinished.get()?.variables;
      if (JSON.stringify(offered) === JSON.stringify(variables)) unfinished.set(undefined);
      // Balances and lists follow; the answer itself need not wait for them.
      refresh([BankDocument]);
      return onDone(data as TData);
    } catch (error) {
      if (mayBeDone(error)) refresh([BankDocument]);
      return explainFailedAction(error);
    }
  }

  function refresh(include: DocumentNode[]): void {
    client.refetchQueries({ include }).catch(() => {
      // Whoever shows them says that they cannot be had.
    });
  }

  return {
    running,
    outcome,
    async run(given) {
      if (busy.current) return undefined;
      busy.current = true;
      setRunning(true);
      setOutcome(undefined);
      const result = await send(given);
      busy.current = false;
      setRunning(false);
      setOutcome(result);
      refresh([SecurityEventsDocument]);
      return result;
    },
  };
}
