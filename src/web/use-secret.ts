import type { TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { explainError } from './explain-error.js';
import { notice } from './notice.js';
import type { Notice } from './notice.js';

interface Secret<TData> {
  /** What was asked for, until it is hidden. */
  readonly data: TData | undefined;
  readonly loading: boolean;
  /** How the last look went. */
  readonly outcome: Notice | undefined;
  /** @param description what the dialog calls it @param done what to say when it is shown */
  readonly show: (description: string, done: string) => Promise<void>;
  readonly hide: () => void;
}

/** What the bank shows only after a recent sign-in. It is kept here alone, and in no cache. */
export function useSecret<TData>(
  query: TypedDocumentNode<TData, Record<string, never>>,
): Secret<TData> {
  const client = useApolloClient();
  const [data, setData] = useState<TData>();
  const [loading, setLoading] = useState(false);
  const [outcome, setOutcome] = useState<Notice>();
  return {
    data,
    loading,
    outcome,
    async show(description, done) {
      if (loading) return;
      setLoading(true);
      setOutcome(undefined);
      // Queries do not ask the user by themselves: this one was asked for.
      const context = { recentAuth: { mode: 'prompt', description } } as const;
      try {
        const result = await client.query({ query, context, fetchPolicy: 'no-cache' });
        setData(result.data);
        setOutcome(notice('done', done));
      } catch (error) {
        setOutcome(explainError(error));
      }
      setLoading(false);
    },
    hide() {
      setData(undefined);
      setOutcome(undefined);
    },
  };
}
