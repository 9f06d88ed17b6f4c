import { PopupBlockedError } from '../client/index.js';
import { delay } from './delay.js';

interface Size {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** A window for the provider's page. */
export interface Popup {
  /** It has a name of its own, by which an SDK that opens its own gets this one. */
  readonly window: Window;
  /** Settles when it was closed, and never rejects. */
  close(): Promise<void>;
}

/**
 * Opens an empty window, for the provider's page to be loaded into. Within the click, before any `await`: browsers block it later.
 * @throws {PopupBlockedError}
 */
export function openPopup({ width = 480, height = 640 }: Size = {}): Popup {
  const left = Math.max(0, Math.round(window.screenX + (window.outerWidth - width) / 2));
  const top = Math.max(0, Math.round(window.screenY + (window.outerHeight - height) / 2));
  const place = `popup,width=${width},height=${height},left=${left},top=${top}`;
  const opened = window.open('', `reauth-${crypto.randomUUID()}`, place);
  if (!opened) throw new PopupBlockedError('The browser blocked the sign-in window');
  let closing: Promise<void> | undefined;
  return {
    window: opened,
    close: () => (closing ??= closeSettled(opened)),
  };
}

/** Milliseconds. */
const LOOK_EVERY = 10;
const LONGEST_ARRIVAL = 250;

/**
 * Chromium loses a `close()` that meets the arrival of the provider's page, and every later one, too: the user would be left with a
 * sign-in that nobody waits for. So a window that shows nothing yet is kept from loading, and closed when nothing can arrive any more.
 */
async function closeSettled(opened: Window): Promise<void> {
  for (let waited = 0; waited < LONGEST_ARRIVAL && isEmpty(opened); waited += LOOK_EVERY) {
    opened.stop();
    await delay(LOOK_EVERY);
  }
  opened.close();
}

/** Another site's page is not for us to see, and one that was cut off looks closed. */
function isEmpty(opened: Window): boolean {
  try {
    return !opened.closed && Boolean(opened.document);
  } catch {
    return false;
  }
}
