import type { ReactNode } from 'react';
import { Brand } from './brand.js';

/** The page before it is known who looks at it. */
export function Skeleton(): ReactNode {
  return (
    <div className="page">
      <header className="header">
        <Brand />
      </header>
      <main className="content" aria-busy="true">
        <h1 className="loading">Opening the bank…</h1>
      </main>
    </div>
  );
}
