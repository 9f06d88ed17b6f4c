import type { ReactNode } from 'react';
import { NoticeText } from '../notice-text.js';
import type { Notice } from '../notice.js';

/** How an action went, beside its button. Its place is kept, so that nothing moves when it speaks. */
export function Outcome({ outcome }: { readonly outcome: Notice | undefined }): ReactNode {
  return (
    <div className="outcome" role="status" data-tone={outcome?.tone}>
      {outcome && <NoticeText notice={outcome} />}
    </div>
  );
}
