import type { ReactNode } from 'react';
import { useBank } from './bank-context.js';
import { NoticeText } from './notice-text.js';
import { notice } from './notice.js';
import { useOnline } from './online.js';
import { useStore } from './store.js';

/** What concerns the whole page: coming back from the provider, another tab, no connection. */
export function NoticeBanner(): ReactNode {
  const { notices } = useBank();
  const shown = useStore(notices);
  const online = useOnline();
  return (
    <div className="notices" role="status">
      {!online && (
        <div className="banner" data-tone="info">
          <NoticeText notice={OFFLINE} />
        </div>
      )}
      {shown && (
        <div className="banner" data-tone={shown.tone}>
          <NoticeText notice={shown} />
          <button
            className="button quiet"
            onClick={() => {
              notices.set(undefined);
            }}
          >
            Dismiss
          </button>
        </div>
      )}
    </div>
  );
}

const OFFLINE = notice(
  'info',
  'You are offline',
  'What you typed stays here; send it once the network is back.',
);
