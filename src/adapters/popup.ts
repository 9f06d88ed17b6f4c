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
    close: () => (closing ??= closeEmptied(opened)),
  };
}

/** Milliseconds. */
const LOOK_EVERY = 10;
const LONGEST_LOOK = 250;
const MOST_TRIES = 4;

/**
 * Chromium loses a `close()` that meets the arrival of another site's page, and every later one, too: the user would be left
 * with a sign-in that nobody waits for. So the window is emptied first, and closed when nothing is on its way to it.
 */
async function closeEmptied(opened: Window): Promise<void> {
  // A page that arrives nevertheless was under way before; then it is there, and can leave.
  for (let tries = 0; tries < MOST_TRIES && !opened.closed; tries += 1) {
    if (await isEmptied(opened)) break;
  }
  opened.close();
}

/** One that the provider cut off looks closed. */
async function isEmptied(opened: Window): Promise<boolean> {
  const before = documentOf(opened);
  opened.location.replace('about:blank');
  for (let waited = 0; waited < LONGEST_LOOK && !opened.closed; waited += LOOK_EVERY) {
    const now = documentOf(opened);
    if (now !== undefined && now !== before) return true;
    await delay(LOOK_EVERY);
  }
  return opened.closed;
}

/** `undefined` for another site's. */
function documentOf(opened: Window): Document | undefined {
  try {
    return opened.document;
  } catch {
    return undefined;
  }
}
