import { StrictMode, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { Reauthenticator } from '../../../src/client/index.js';
import {
  RecentAuthProvider,
  ReauthDialog,
  useReauthenticator,
  useRecentAuth,
} from '../../../src/react/index.js';

/** The page's clock stands still. */
export const NOW = 1_795_250_000;

/** A form, and buttons that ask for a recent sign-in in the ways that applications do. */
export function DialogPage({ recentAuth }: { readonly recentAuth: Reauthenticator }): ReactElement {
  return (
    <StrictMode>
      <RecentAuthProvider value={recentAuth}>
        <main>
          <h1>Bank</h1>
          <Freshness />
          <label>
            Amount <input defaultValue="25" />
          </label>
          <AskingButton label="Transfer" />
          <AskingButton label="Pay" disables />
          <Rows />
          <Confirmation />
        </main>
        <ReauthDialog />
      </RecentAuthProvider>
    </StrictMode>
  );
}

function Freshness() {
  const { status } = useRecentAuth({ maxAge: 300 });
  return <p>The sign-in is {status}</p>;
}

function useAsk(label: string) {
  const recentAuth = useReauthenticator();
  const [outcome, setOutcome] = useState('');
  const [running, setRunning] = useState(false);
  const ask = async () => {
    setRunning(true);
    try {
      await recentAuth.ensure({ maxAge: 300, description: label });
      setOutcome('done');
    } catch (error) {
      setOutcome((error as Error).message);
    }
    setRunning(false);
  };
  return { ask: () => void ask(), outcome, running };
}

function AskingButton({ label, disables }: { readonly label: string; readonly disables?: true }) {
  const { ask, outcome, running } = useAsk(label);
  return (
    <>
      <button type="button" disabled={disables && running} onClick={ask}>
        {label}
      </button>
      <output aria-label={`Outcome of ${label}`}>{outcome}</output>
    </>
  );
}

/** The button goes with its row, while the dialog is open. */
function Rows() {
  const [there, setThere] = useState(true);
  const { ask } = useAsk('Delete row');
  const remove = () => {
    ask();
    setTimeout(() => {
      setThere(false);
    }, 100);
  };
  return (
    <section id="rows" aria-label="Rows">
      {there && (
        <p>
          <button type="button" onClick={remove}>
            Delete row
          </button>
        </p>
      )}
    </section>
  );
}

/** A modal of the application's own, from which the dialog is opened. */
function Confirmation() {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        Close account
      </button>
      <dialog ref={dialog} aria-label="Really?" id="confirmation">
        <AskingButton label="Really close" />
      </dialog>
    </>
  );
}
