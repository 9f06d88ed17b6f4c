import type { ReactNode } from 'react';
import { useBank } from '../bank-context.js';
import { useStore } from '../store.js';
import { useFollowEnd } from './follow-end.js';
import { WireLine } from './wire-line.js';

/** What was sent and what came back, newest last. Its place has one height, so that nothing beside it moves. */
export function WireLog(): ReactNode {
  const { wire } = useBank();
  const entries = useStore(wire.entries);
  const { ref, onMove } = useFollowEnd(entries);
  return (
    <section className="panel-section wire-section" aria-labelledby="wire">
      <div className="panel-head">
        <h3 id="wire">What goes over the wire</h3>
        <button className="button quiet" onClick={wire.clear}>
          Clear
        </button>
      </div>
      {/* Whoever cannot see it would be read every line: it speaks when it is visited. */}
      <div
        className="wire"
        role="log"
        aria-live="off"
        aria-labelledby="wire"
        tabIndex={0}
        ref={ref}
        onScroll={onMove}
      >
        {entries.length === 0 && (
          <p className="hint">
            Nothing since the page was loaded. Do something: each operation, its answer and what
            happens in between is listed here. No token is.
          </p>
        )}
        <ol>
          {entries.map((entry) => (
            <WireLine key={entry.id} entry={entry} onToggle={onMove} />
          ))}
        </ol>
      </div>
    </section>
  );
}
