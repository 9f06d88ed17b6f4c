'use client';

import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { focusedIn, useReturnFocus } from './use-return-focus.js';

/**
 * Opens and closes a native dialog as a modal. `onDismiss` is called where the user closed it: Escape, a
 * phone's back gesture. `step` changes whenever the dialog's buttons may have been exchanged.
 */
export function useModal(
  open: boolean,
  step: string,
  onDismiss: () => void,
): RefObject<HTMLDialogElement | null> {
  const ref = useRef<HTMLDialogElement>(null);
  const returnFocus = useReturnFocus(open);

  useEffect(() => {
    const dialog = ref.current;
    if (!open || !dialog) return undefined;
    // Closing is told in a task of its own, when the dialog may be open once more.
    const onClose = () => {
      if (!dialog.open) onDismiss();
    };
    dialog.showModal();
    // Its first button has the focus, and on a small screen may have scrolled away what it is about.
    dialog.scrollTop = 0;
    dialog.addEventListener('cancel', onDismiss);
    dialog.addEventListener('close', onClose);
    return () => {
      dialog.removeEventListener('cancel', onDismiss);
      dialog.removeEventListener('close', onClose);
      dialog.close();
      // Where it had the focus itself it keeps that until the page is rendered again.
      dialog.blur();
      returnFocus();
    };
  }, [open, onDismiss, returnFocus]);

  useEffect(() => {
    const dialog = ref.current;
    // The button that had the focus is gone. None of the others gets it: a second press must not press that.
    if (open && dialog && !dialog.contains(focusedIn(dialog))) dialog.focus();
  }, [open, step]);

  return ref;
}
