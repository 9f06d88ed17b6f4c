import { useLazyQuery } from '@apollo/client/react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { RecoveryCodesDocument } from '../__generated__/operations.js';
import { explainError } from '../explain-error.js';
import { notice } from '../notice.js';
import type { Notice } from '../notice.js';
import { GuardedButton } from './guarded-button.js';
import { Outcome } from './outcome.js';

export function RecoveryCodes(): ReactNode {
  // A secret has no place in a cache.
  const [ask, { loading }] = useLazyQuery(RecoveryCodesDocument, { fetchPolicy: 'no-cache' });
  const [codes, setCodes] = useState<readonly string[]>();
  const [outcome, setOutcome] = useState<Notice>();

  function hide(): void {
    setCodes(undefined);
    setOutcome(undefined);
  }

  async function show(): Promise<void> {
    if (loading) return;
    setOutcome(undefined);
    // Queries do not ask the user by themselves: this one was asked for.
    const recentAuth = { mode: 'prompt', description: 'Show recovery codes' } as const;
    const { data, error } = await ask({ context: { recentAuth } });
    setOutcome(error ? explainError(error) : notice('done', 'Your recovery codes are shown'));
    if (!error) setCodes(data?.viewer?.recoveryCodes ?? []);
  }

  return (
    <section className="card" aria-labelledby="recovery-codes">
      <h2 id="recovery-codes">Recovery codes</h2>
      <p>Each lets you in once without your second factor.</p>
      {/* One button for both, above what it shows: it keeps its place and the focus. */}
      <GuardedButton
        operation="RecoveryCodes"
        running={loading}
        harmless={codes !== undefined}
        onClick={() => {
          if (codes) hide();
          else void show();
        }}
      >
        {codes ? 'Hide recovery codes' : 'Show recovery codes'}
      </GuardedButton>
      {codes && (
        <ul className="codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
      )}
      <Outcome outcome={outcome} />
    </section>
  );
}
