'use client';

import { useId } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { completeWords } from './english-words.js';
import { ReauthPanel } from './reauth-panel.js';
import type { ReauthDialogPart } from './reauth-panel.js';
import { useModal } from './use-modal.js';
import { useReauthFacts } from './use-reauth-facts.js';
import { useReauthPrompt } from './use-reauth-prompt.js';
import type { ReauthWords } from './words.js';

export interface ReauthDialogProps {
  /** Replaces any of `englishWords`. */
  readonly words?: Partial<ReauthWords> | undefined;
  /** Of the dialog. It brings no style of its own: a strict content security policy has nothing to refuse. */
  readonly className?: string | undefined;
  /** Of the parts within. */
  readonly classNames?: { readonly [P in ReauthDialogPart]?: string | undefined } | undefined;
}

/**
 * Asks the user to sign in again, and says for what. Put one anywhere below the provider: it opens over the page
 * when something waits, and the page and its forms stay as they are.
 */
export function ReauthDialog({
  words: replaced,
  className,
  classNames = {},
}: ReauthDialogProps): ReactElement {
  const words = completeWords(replaced);
  const prompt = useReauthPrompt();
  const facts = useReauthFacts(prompt, words);
  const dialog = useModal(prompt.open, prompt.status, prompt.cancel);
  const id = useId();
  return (
    <dialog
      ref={dialog}
      className={className}
      data-reauth-part="dialog"
      data-reauth-status={prompt.status}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-description ${id}-status`}
      tabIndex={-1}
      onKeyDown={keepEscape}
    >
      {prompt.open && (
        <ReauthPanel id={id} prompt={prompt} facts={facts} words={words} classNames={classNames} />
      )}
    </dialog>
  );
}

/** A modal of the application around this one stays open. */
function keepEscape(event: KeyboardEvent) {
  if (event.key === 'Escape') event.stopPropagation();
}
