import type { ReactNode } from 'react';
import { RecoveryCodesDocument } from '../__generated__/operations.js';
import { useSecret } from '../use-secret.js';
import { GuardedButton } from './guarded-button.js';
import { Outcome } from './outcome.js';

export function RecoveryCodes(): ReactNode {
  const { data, loading, outcome, show, hide } = useSecret(RecoveryCodesDocument);
  const codes = data && (data.viewer?.recoveryCodes ?? []);

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
          else void show('Show recovery codes', 'Your recovery codes are shown');
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
