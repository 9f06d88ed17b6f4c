import type { ReactNode } from 'react';

export function Panel(): ReactNode {
  return <aside className="panel" id="panel" aria-label="Under the hood"></aside>;
}
