import { useState } from 'react';
import type { ReactNode, SubmitEvent } from 'react';
import { ChangeEmailDocument } from '../__generated__/operations.js';
import { useDraft } from '../drafts.js';
import { notice } from '../notice.js';
import { useAction } from '../use-action.js';
import { Field } from './field.js';
import { GuardedButton } from './guarded-button.js';
import { Outcome } from './outcome.js';

const EMPTY = { email: '' };

export function ChangeEmail({ email }: { readonly email: string | null }): ReactNode {
  const { draft, change, finish } = useDraft('email', EMPTY);
  const [problem, setProblem] = useState<string>();
  const { run, running, outcome } = useAction(ChangeEmailDocument);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const next = draft.email.trim();
    const valid = /^\S+@\S+\.\S+$/.test(next);
    setProblem(valid ? undefined : 'Enter an address such as name@example.com');
    if (!valid) return;
    await run({
      description: `Change the e-mail to ${next}`,
      variables: { email: next },
      onDone({ changeEmail }) {
        finish({ email: draft.email });
        return notice('done', `Your e-mail is ${changeEmail.email ?? next} now`);
      },
    });
  }

  return (
    <section className="card" aria-labelledby="email">
      <h2 id="email">E-mail</h2>
      <p className="value">{email ?? 'None yet'}</p>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <Field
          label="New e-mail"
          type="email"
          inputMode="email"
          autoComplete="email"
          value={draft.email}
          problem={problem}
          onChange={(next) => {
            setProblem(undefined);
            change({ email: next });
          }}
        />
        <GuardedButton operation="ChangeEmail" type="submit" running={running}>
          Change e-mail
        </GuardedButton>
      </form>
      <Outcome outcome={outcome} />
    </section>
  );
}
