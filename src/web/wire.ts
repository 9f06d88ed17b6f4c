import { ApolloLink } from '@apollo/client';
import type { ReauthChallenge, ReauthEvent } from 'graphql-recent-auth/client';
import { tap } from 'rxjs';
import { createStore } from './store.js';
import type { Readable } from './store.js';
import { readAnswer, readFailure } from './wire-answer.js';
import type { WireAnswer } from './wire-answer.js';
import { formatWireBody, formatWireOperation } from './wire-body.js';

/** One line of what goes over the wire, or of what the reauthenticator did about it. */
export interface WireEntry {
  readonly id: number;
  /** Milliseconds since the page was opened. */
  readonly time: number;
  readonly kind: 'sent' | 'sent-again' | 'answered' | 'refused' | 'failed' | 'event';
  /** The operation's name; of an event, those of all that it is about. */
  readonly title: string;
  /** The status and the code of an answer, the type of an event. */
  readonly detail: string | undefined;
  /** What a refusal, or the page itself, asks the user for. */
  readonly challenge: Pick<ReauthChallenge, 'code' | 'reason' | 'maxAge'> | undefined;
  /** What was sent, as GraphQL and its variables; all else as JSON. It never holds a token, nor what fields hold that ask for a recent sign-in. */
  readonly body: string;
}

export interface Wire {
  /** Oldest first; there is a limit, past which the oldest go. */
  readonly entries: Readable<readonly WireEntry[]>;
  /** Goes between the `RecentAuthLink` and the link that sends: it sees every attempt, and looks at no header. */
  readonly link: ApolloLink;
  readonly onEvent: (event: ReauthEvent) => void;
  /** Also of answers that are still on their way. */
  readonly clear: () => void;
}

/** Entries that are kept. */
const MOST = 60;
const UNNAMED = 'Operation';

/** @param now milliseconds since the page was opened */
export function createWire(now: () => number = () => performance.now()): Wire {
  const entries = createStore<readonly WireEntry[]>([]);
  const sent = new WeakSet<ApolloLink.Operation>();
  let last = 0;
  /** The last one before the list was emptied. */
  let cleared = 0;

  function add({ kind, title, detail, challenge, body }: Observation): void {
    last += 1;
    const entry: WireEntry = {
      id: last,
      time: now(),
      kind,
      title,
      detail,
      challenge: challenge && pickChallenge(challenge),
      body,
    };
    entries.set([...entries.get(), entry].slice(-MOST));
  }

  const link = new ApolloLink((operation, forward) => {
    const title = operation.operationName ?? UNNAMED;
    // A link before this one forwards the very same object once more; a button that is pressed again makes a new one.
    const kind = sent.has(operation) ? 'sent-again' : 'sent';
    sent.add(operation);
    add({ kind, title, body: formatWireOperation(operation) });
    const question = last;
    // What the user before had asked for is not the next one's to read.
    const addAnswer = ({ body, ...answer }: WireAnswer) => {
      if (question > cleared) add({ title, ...answer, body: formatWireBody(body) });
    };
    return forward(operation).pipe(
      tap({
        next: (result) => {
          addAnswer(readAnswer(result, operation));
        },
        error: (error: unknown) => {
          addAnswer(readFailure(error));
        },
      }),
    );
  });

  return {
    entries,
    link,
    onEvent({ type, challenge, operations, error }) {
      const names = operations.map(({ operationName = UNNAMED }) => operationName);
      const body = { type, operations: names, challenge, error: error?.code };
      add({
        kind: 'event',
        title: names.join(', '),
        detail: type,
        challenge,
        body: formatWireBody(body),
      });
    },
    clear() {
      cleared = last;
      entries.set([]);
    },
  };
}

interface Observation
  extends Pick<WireEntry, 'kind' | 'title'>, Partial<Pick<WireEntry, 'detail' | 'challenge'>> {
  readonly body: string;
}

/** Nothing else of it is kept: a challenge may hold a ticket. */
function pickChallenge({ code, reason, maxAge }: NonNullable<WireEntry['challenge']>) {
  return { code, reason, maxAge };
}
