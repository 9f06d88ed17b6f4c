import { PopupBlockedError } from '../client/index.js';

interface Size {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/**
 * Opens an empty window, for the provider's page to be loaded into. Within the click, before any `await`: browsers block it later.
 * It has a name of its own, by which an SDK that opens its own gets this one.
 * @throws {PopupBlockedError}
 */
export function openPopup({ width = 480, height = 640 }: Size = {}): Window & {
  readonly name: string;
} {
  const left = Math.max(0, Math.round(window.screenX + (window.outerWidth - width) / 2));
  const top = Math.max(0, Math.round(window.screenY + (window.outerHeight - height) / 2));
  const place = `popup,width=${width},height=${height},left=${left},top=${top}`;
  const popup = window.open('', `reauth-${crypto.randomUUID()}`, place);
  if (!popup) throw new PopupBlockedError('The browser blocked the sign-in window');
  return popup;
}
