import type { ReactNode } from 'react';
import type { WireEntry } from '../wire.js';

interface WireLineProps {
  readonly entry: WireEntry;
  readonly onToggle: () => void;
}

/** One line, and its text where somebody wants to see it; a refusal is what one came for. */
export function WireLine({ entry, onToggle }: WireLineProps): ReactNode {
  const { kind, time, title, detail, body } = entry;
  const { sign, label } = KINDS[kind];
  return (
    <li className="wire-line" data-kind={kind}>
      <details open={kind === 'refused'} onToggle={onToggle}>
        <summary>
          <span className="wire-sign" aria-hidden="true">
            {sign}
          </span>
          <span className="wire-title">
            {kind === 'event' ? describeEvent(detail) : label} <strong>{title}</strong>{' '}
            {detail && <code className="wire-detail">{detail}</code>}
          </span>
          <span className="wire-time">{(time / 1000).toFixed(1)} s</span>
        </summary>
        <pre>{kind === 'refused' ? <MarkedErrors json={body} /> : body}</pre>
      </details>
    </li>
  );
}

const KINDS: Readonly<
  Record<WireEntry['kind'], { readonly sign: string; readonly label: string }>
> = {
  sent: { sign: '→', label: 'Sent' },
  'sent-again': { sign: '↻', label: 'Sent again' },
  answered: { sign: '←', label: 'Answered' },
  refused: { sign: '←', label: 'Refused' },
  failed: { sign: '←', label: 'Failed' },
  event: { sign: '•', label: '' },
};

function describeEvent(type = ''): string {
  return EVENTS[type] ?? type;
}

const EVENTS: Readonly<Record<string, string>> = {
  required: 'Held back:',
  prompted: 'The user is asked, for',
  confirmed: 'The user agreed, for',
  redirecting: 'The page is left, for',
  succeeded: 'Signed in again: released',
  'resumed-from-other-tab': 'Signed in, in another tab: released',
  cancelled: 'Cancelled:',
  failed: 'The sign-in failed:',
  unavailable: 'Nobody can be asked, for',
  'user-mismatch': 'Somebody else signed in: gave up',
  'still-stale': 'Signing in did not help: gave up',
};

/** The list of errors as it came, as it stands in the indented JSON. */
const ERRORS = /^ {2}"errors": \[\n.*?^ {2}\],?\n/ms;

function MarkedErrors({ json }: { readonly json: string }): ReactNode {
  const errors = ERRORS.exec(json);
  if (!errors) return json;
  const end = errors.index + errors[0].length;
  return (
    <>
      {json.slice(0, errors.index)}
      <mark>{errors[0]}</mark>
      {json.slice(end)}
    </>
  );
}
