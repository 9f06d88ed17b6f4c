import { useQuery } from '@apollo/client/react';
import type { ReactNode } from 'react';
import { BankDocument } from '../__generated__/operations.js';
import { explainError } from '../explain-error.js';
import { NoticeText } from '../notice-text.js';
import { Accounts } from './accounts.js';
import { ChangeEmail } from './change-email.js';
import { CloseAccount } from './close-account.js';
import { Freshness } from './freshness.js';
import { RecoveryCodes } from './recovery-codes.js';
import { SecurityEvents } from './security-events.js';
import { TransferForm } from './transfer-form.js';
import { Transfers } from './transfers.js';
import { Unfinished } from './unfinished.js';

export function Dashboard(): ReactNode {
  const { data, previousData, error, loading, refetch } = useQuery(BankDocument, {
    notifyOnNetworkStatusChange: true,
  });
  // What was shown stays, also where it cannot be had anew.
  const viewer = (data ?? previousData)?.viewer;
  const lookAgain = () => {
    // Whether it worked is in `error`.
    refetch().catch(() => undefined);
  };
  if (!viewer) {
    if (loading) return <h1 className="loading">Looking up your accounts…</h1>;
    return (
      <section className="card" role="alert">
        <h1>Your accounts cannot be shown</h1>
        <NoticeText notice={explainError(error)} />
        <button className="button primary" onClick={lookAgain}>
          Try again
        </button>
      </section>
    );
  }
  return (
    <>
      <h1 className="hidden">Your accounts</h1>
      <Unfinished />
      <Freshness />
      <div className="columns">
        <div className="column">
          <Accounts accounts={viewer.accounts} />
          <TransferForm accounts={viewer.accounts} />
          <Transfers accounts={viewer.accounts} />
        </div>
        <div className="column">
          <ChangeEmail email={viewer.email} />
          <CloseAccount accounts={viewer.accounts} />
          <RecoveryCodes />
          <SecurityEvents />
        </div>
      </div>
    </>
  );
}
