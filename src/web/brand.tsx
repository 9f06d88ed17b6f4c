import type { ReactNode } from 'react';

export function Brand(): ReactNode {
  return (
    <p className="brand">
      <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="9" />
        <path d="M16 6.5a9.5 9.5 0 1 0 9.5 9.5M16 10.5V16l3.6 2.4" />
      </svg>
      Example Bank
    </p>
  );
}
