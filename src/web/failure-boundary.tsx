import { Component } from 'react';
import type { ReactNode } from 'react';
import { Brand } from './brand.js';

/** A page that broke is not left empty. */
export class FailureBoundary extends Component<{ readonly children: ReactNode }> {
  override readonly state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <LoadFailure />;
  }
}

/** Part of the page was out of reach. */
export function LoadFailure(): ReactNode {
  return (
    <div className="page">
      <header className="header">
        <Brand />
      </header>
      <main className="content">
        <section className="card hero" role="alert">
          <h1>The page could not be loaded</h1>
          <p>
            Part of it was out of reach, or the browser keeps it from storing anything. Check your
            connection and whether pages may store data; nothing was changed.
          </p>
          <button
            className="button primary"
            onClick={() => {
              location.reload();
            }}
          >
            Load it again
          </button>
        </section>
      </main>
    </div>
  );
}
