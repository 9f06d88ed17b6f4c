import type { MouseEvent, ReactElement } from 'react';
import type { ReauthPrompt } from './use-reauth-prompt.js';
import { say } from './words.js';
import type { ReauthFacts, ReauthWords } from './words.js';

/** Each is marked with `data-reauth-part`; the dialog itself is the part `dialog`, and has its status in `data-reauth-status`. */
export type ReauthDialogPart =
  | 'title'
  | 'description'
  | 'operations'
  | 'operation'
  | 'status'
  | 'error'
  | 'actions'
  | 'confirm'
  | 'cancel';

interface ReauthPanelProps {
  readonly id: string;
  readonly prompt: ReauthPrompt;
  readonly facts: ReauthFacts;
  readonly words: ReauthWords;
  readonly classNames: { readonly [P in ReauthDialogPart]?: string | undefined };
}

/** What is in the dialog. Nothing but its texts changes from one step to the next, so that it stays where it is. */
export function ReauthPanel(props: ReauthPanelProps): ReactElement {
  const { id, prompt, facts, words, classNames } = props;
  const { progress, action, busy = false } = stepOf(prompt);
  const part = (name: ReauthDialogPart) => ({
    'data-reauth-part': name,
    className: classNames[name],
  });
  // The second click of a double click is not for the button that has just taken the place of the first.
  const confirm = (event: MouseEvent) => {
    if (event.detail < 2) prompt.confirm();
  };
  return (
    <>
      <h2 id={`${id}-title`} {...part('title')}>
        {say(words.title, facts)}
      </h2>
      <div id={`${id}-description`} {...part('description')}>
        <p>{say(words.description, facts)}</p>
        {facts.operations.length > 1 && (
          <ul {...part('operations')}>
            {facts.operations.map((operation, index) => (
              <li key={index} {...part('operation')}>
                {operation}
              </li>
            ))}
          </ul>
        )}
      </div>
      <p id={`${id}-status`} role="status" {...part('status')}>
        {progress && say(words[progress], facts)}
      </p>
      {prompt.error && (
        <p role="alert" {...part('error')}>
          {words.failed(prompt.error, facts)}
        </p>
      )}
      <div {...part('actions')}>
        <button
          // Its own for each step: a second click on what is gone does nothing.
          key={action === 'confirmHere' ? 'confirm' : action}
          type="button"
          aria-disabled={busy}
          onClick={confirm}
          {...part('confirm')}
        >
          {say(words[action], facts)}
        </button>
        {/* Without a style of its own, a space keeps the buttons apart. */}{' '}
        <button type="button" onClick={prompt.cancel} {...part('cancel')}>
          {say(words.cancel, facts)}
        </button>
      </div>
    </>
  );
}

interface Step {
  /** What is said meanwhile. */
  readonly progress?: 'waiting' | 'verifying' | 'redirecting' | 'elsewhere';
  /** What the first button offers. */
  readonly action: 'confirm' | 'confirmHere' | 'openAgain' | 'retry';
  /** It stays where it is, and does nothing by now. */
  readonly busy?: boolean;
}

function stepOf({ status, elsewhere }: ReauthPrompt): Step {
  switch (status) {
    case 'authenticating':
      return { progress: 'waiting', action: 'openAgain' };
    case 'verifying':
    case 'redirecting':
      return { progress: status, action: 'openAgain', busy: true };
    case 'failed':
      return { action: 'retry' };
    default:
      return elsewhere ? { progress: 'elsewhere', action: 'confirmHere' } : { action: 'confirm' };
  }
}
