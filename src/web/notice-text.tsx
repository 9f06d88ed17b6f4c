import type { ReactNode } from 'react';
import type { Notice } from './notice.js';

export function NoticeText({ notice: { title, detail } }: { readonly notice: Notice }): ReactNode {
  return (
    <p>
      <strong>{title}.</strong> {detail}
    </p>
  );
}
