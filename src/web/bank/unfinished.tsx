import type { DocumentNode } from '@apollo/client';
import type { PendingAction } from 'graphql-recent-auth/client';
import { useState } from 'react';
import type { ReactNode } from 'react';
import {
  ChangeEmailDocument,
  CloseAccountDocument,
  TransferDocument,
} from '../__generated__/operations.js';
import type { TransferMutationVariables } from '../__generated__/operations.js';
import { useBank, useUser } from '../bank-context.js';
import { notice } from '../notice.js';
import { useStore } from '../store.js';
import { useAction } from '../use-action.js';
import { useTransferKeys } from './transfer-keys.js';

/** What may be finished after the page was left, and the form that its text came from. */
const ACTIONS: Readonly<
  Record<string, { readonly document: DocumentNode; readonly form: string }>
> = {
  Transfer: { document: TransferDocument, form: 'transfer' },
  ChangeEmail: { document: ChangeEmailDocument, form: 'email' },
  CloseAccount: { document: CloseAccountDocument, form: 'close-account' },
};

/** After a redirect: offers what the user was about to do. Nothing runs unless they say so. */
export function Unfinished(): ReactNode {
  const unfinished = useStore(useBank().unfinished);
  const action = ACTIONS[unfinished?.operationName ?? ''];
  return unfinished && action ? <Offer pending={unfinished} {...action} /> : null;
}

interface OfferProps {
  readonly pending: PendingAction;
  readonly document: DocumentNode;
  readonly form: string;
}

function Offer({ pending, document, form }: OfferProps): ReactNode {
  const { unfinished, notices, drafts, session } = useBank();
  const { subject } = useUser();
  // What its form said then: it may say something else by now.
  const [draft] = useState(() => drafts.get(subject, form));
  const { run, running } = useAction(document);
  const keys = useTransferKeys();
  const { operationName, description = operationName, variables = {} } = pending;

  async function finish(): Promise<void> {
    const outcome = await run({
      description,
      variables,
      onDone() {
        const { input } = variables as Partial<TransferMutationVariables>;
        if (input) keys.forget(input.idempotencyKey);
        return notice('done', `Done: ${description}`);
      },
    });
    // Whoever came meanwhile is not to be told.
    if (!outcome || session.user.get()?.subject !== subject) return;
    notices.set(outcome);
    if (outcome.tone === 'done' && draft) drafts.drop(subject, form, draft);
  }

  return (
    <section className="card offer" aria-labelledby="unfinished">
      <h2 id="unfinished">Thank you, it is you. Go on?</h2>
      <p>You were about to: {description}. Nothing has been sent yet.</p>
      <div className="hero-actions">
        <button className="button primary" aria-disabled={running} onClick={() => void finish()}>
          {description}
        </button>
        <button
          className="button"
          onClick={() => {
            unfinished.set(undefined);
          }}
        >
          Not now
        </button>
      </div>
    </section>
  );
}
