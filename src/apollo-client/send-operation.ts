import { Observable } from '@apollo/client/core/index.js';
import { decodeIdToken, isSameUser, ReauthCancelledError } from '../client/index.js';
import type { Answer, Forward, Operation } from './apollo-types.js';
import { attachToken, contextOf, progressOf } from './context.js';
import { requirementOf } from './requirement.js';
import type { LinkSettings } from './options.js';

/** Loaded apart, since most answers need none of it. Where that fails, answers are handed on as they come. */
const loadRecovery = () => import('./recovery.js').catch(() => undefined);

/**
 * Sends the operation. An answer with errors is held back until it is clear what they mean; where the user signs in again
 * because of them, the operation is sent once more and that answer is forgotten.
 */
export function sendOperation(
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
    const fail = (error: unknown) => {
      observer.error(error);
    };
    let inner: { unsubscribe(): void } | undefined;

    if (callerSignal?.aborted) abort();
    callerSignal?.addEventListener('abort', abort);
    start().catch(fail);
    return () => {
      abort();
      callerSignal?.removeEventListener('abort', abort);
      inner?.unsubscribe();
    };

    async function start(): Promise<void> {
      if (progress.error) throw progress.error;
      void loadRecovery();
      const { subject } = recentAuth.getState();
      let idToken = await recentAuth.getIdToken();
      progress.user ??= decodeIdToken(idToken);
      // Somebody else signed in while it was fetched.
      if (subject && progress.user && progress.user.subject !== subject)
        throw new ReauthCancelledError('logout');
      const requirement = requirementOf(operation, settings);
      if (idToken !== undefined && requirement) {
        const { askFirst } = await import('./ask-first.js');
        await askFirst(operation, requirement, settings, signal);
        idToken = await recentAuth.getIdToken();
      }
      send(idToken);
    }

    /** HttpLink sends although the signal has aborted; and nobody's operation is sent as somebody else. */
    function assertStillWanted(idToken: string | undefined): void {
      if (signal.aborted) throw callerSignal?.reason ?? new ReauthCancelledError('signal');
      const user = decodeIdToken(idToken);
      progress.user ??= user;
      const isTheirs = !progress.user || isSameUser(progress.user, user);
      if (!isTheirs || user?.subject !== recentAuth.getState().subject)
        throw new ReauthCancelledError('logout');
    }

    function send(idToken: string | undefined): void {
      assertStillWanted(idToken);
      if (settings.attachToken) attachToken(operation, idToken);
      inner?.unsubscribe();
      let heldBack: (() => void)[] | undefined;
      inner = forward(operation).subscribe({
        next: (answer) => {
          receive(() => {
            observer.next(answer);
          }, answer.errors && answer);
        },
        error: (error: unknown) => {
          receive(() => {
            fail(error);
          }, error);
        },
        complete: () => {
          receive(() => {
            observer.complete();
          });
        },
      });

      function receive(handOn: () => void, trouble?: unknown): void {
        if (heldBack) heldBack.push(handOn);
        else if (trouble === undefined) handOn();
        else {
          heldBack = [handOn];
          consider(trouble).catch(fail);
        }
      }

      async function consider(trouble: unknown): Promise<void> {
        const recovery = await loadRecovery();
        const token = await recovery?.recover(trouble, operation, settings, { idToken, signal });
        if (token !== undefined) {
          send(token);
          return;
        }
        const handOn = heldBack ?? [];
        heldBack = undefined;
        for (const one of handOn) one();
      }
    }
  });
}
