import { Observable } from '@apollo/client/core/index.js';
import { ReauthCancelledError, ReauthError } from '../client/index.js';
import type { Answer, Forward, Operation } from './apollo-types.js';
import { askFirst } from './ask-first.js';
import { attachToken, contextOf, progressOf } from './context.js';
import type { LinkSettings } from './options.js';
import { recover } from './recovery.js';

/** Sends the operation. When it is refused it is held until the user has signed in again, then sent once more. */
export function holdOperation(
  operation: Operation,
  forward: Forward,
  settings: LinkSettings,
): Observable<Answer> {
  return new Observable<Answer>((observer) => {
    const { recentAuth } = settings;
    const progress = progressOf(operation);
    const callerSignal = contextOf(operation).fetchOptions?.signal;
    const controller = new AbortController();
    const { signal } = controller;
    const abort = () => {
      controller.abort();
    };
    let inner: { unsubscribe(): void } | undefined;

    if (callerSignal?.aborted) abort();
    callerSignal?.addEventListener('abort', abort);
    start().catch(giveUp);
    return () => {
      abort();
      callerSignal?.removeEventListener('abort', abort);
      inner?.unsubscribe();
    };

    async function start(): Promise<void> {
      if (progress.error) throw progress.error;
      let idToken = await recentAuth.getIdToken();
      if (idToken !== undefined && !signal.aborted) {
        await askFirst(operation, settings, signal);
        idToken = await recentAuth.getIdToken();
      }
      send(idToken);
    }

    function send(idToken: string | undefined): void {
      assertStillWanted();
      if (settings.attachToken) attachToken(operation, idToken);
      inner?.unsubscribe();
      let isHeld = false;
      inner = forward(operation).subscribe({
        next(answer) {
          receive(answer, () => {
            observer.next(answer);
          });
        },
        error(error: unknown) {
          receive(error, () => {
            observer.error(error);
          });
        },
        complete() {
          if (!isHeld) observer.complete();
        },
      });

      function receive(answer: unknown, handOn: () => void): void {
        if (isHeld) return;
        let recovery;
        try {
          recovery = recover(answer, operation, settings, { idToken, signal });
        } catch (error) {
          giveUp(error);
          return;
        }
        if (!recovery) {
          handOn();
          return;
        }
        isHeld = true;
        recovery
          .then((token) => {
            if (token !== undefined) {
              send(token);
              return;
            }
            handOn();
            observer.complete();
          })
          .catch(giveUp);
      }
    }

    /** HttpLink sends although the signal has aborted; and nobody's operation is sent as somebody else. */
    function assertStillWanted(): void {
      if (signal.aborted) throw callerSignal?.reason ?? new ReauthCancelledError('signal');
      const { subject } = recentAuth.getState();
      progress.subject ??= subject;
      if (progress.subject !== subject) throw new ReauthCancelledError('logout');
    }

    function giveUp(error: unknown): void {
      if (ReauthError.is(error)) progress.error = error;
      observer.error(error);
    }
  });
}
