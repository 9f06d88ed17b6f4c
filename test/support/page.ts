import { onTestFinished, vi } from 'vitest';

/** As much of a browser's window as the OpenID SDKs use: where it was sent is written down, nothing is loaded. */
export interface Page {
  /** Every address that the page itself was sent to. */
  readonly visits: string[];
  /** The windows that it opened, the latest last. */
  readonly popups: Popup[];
  readonly window: Window;
  readonly localStorage: Storage;
  readonly sessionStorage: Storage;
  /** From now on windows are blocked. */
  blockPopups(): void;
  /** What the provider's answer loads: the same origin, with a memory of its own where nothing was stored. */
  goTo(url: string): void;
}

export interface Popup {
  readonly name: string;
  readonly closed: boolean;
  /** Every address that it was sent to. */
  readonly visits: string[];
  /** Resolves with the first of them. */
  readonly visited: Promise<string>;
  /** The provider cuts it off: to the page it looks closed. */
  sever(): void;
  /** From now on what it is sent to does not arrive before it is told to. */
  delayArrival(): () => void;
  /** How often it was kept from loading. */
  readonly stops: number;
}

export function openPage(url: string): Page {
  const visits: string[] = [];
  const popups: (Popup & { readonly handle: object })[] = [];
  let blocked = false;
  const events = new EventTarget();
  const location = createLocation(visits, url, () => {
    events.dispatchEvent(new Event('beforeunload'));
  });
  const window = Object.assign(events, {
    location,
    screenX: 0,
    screenY: 0,
    outerWidth: 1200,
    outerHeight: 800,
    crypto,
    fetch,
    atob,
    btoa,
    URL,
    TextEncoder,
    TextDecoder,
    opener: null,
    stop: () => undefined,
    close: () => undefined,
    open(_url: string | undefined, name: string) {
      const known = popups.find((popup) => popup.name === name && !popup.closed);
      if (known) return known.handle;
      if (blocked) return null;
      const popup = createPopup(name);
      popups.push(popup);
      return popup.handle;
    },
  });
  const localStorage = createStorage();
  const sessionStorage = createStorage();
  const page = {
    window: Object.assign(window, { self: window, top: window, localStorage, sessionStorage }),
    location,
    localStorage,
    sessionStorage,
    document: { cookie: '' },
  };
  for (const [name, value] of Object.entries(page)) vi.stubGlobal(name, value);
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  return {
    visits,
    popups,
    window: page.window as unknown as Window,
    localStorage,
    sessionStorage,
    blockPopups() {
      blocked = true;
    },
    goTo(next) {
      location.show(next);
    },
  };
}

function createPopup(name: string): Popup & { readonly handle: object } {
  const visits: string[] = [];
  let closed = false;
  let stops = 0;
  let isDelayed = false;
  let isForeign = false;
  let noteVisit: (url: string) => void = () => undefined;
  const visited = new Promise<string>((resolve) => (noteVisit = resolve));
  const onVisit = (url: string) => {
    noteVisit(url);
    if (!isDelayed) isForeign = true;
  };
  const handle = {
    name,
    get document() {
      if (isForeign) throw new DOMException('Blocked a frame from another origin', 'SecurityError');
      return {};
    },
    stop() {
      stops += 1;
    },
    get closed() {
      return closed;
    },
    close() {
      closed = true;
    },
    focus: () => undefined,
    location: createLocation(visits, 'about:blank', onVisit),
  };
  return {
    name,
    handle,
    visits,
    visited,
    get closed() {
      return closed;
    },
    sever() {
      closed = true;
    },
    delayArrival() {
      isDelayed = true;
      return () => (isForeign = true);
    },
    get stops() {
      return stops;
    },
  };
}

function createLocation(visits: string[], start: string, onVisit: (url: string) => void) {
  let current = new URL(start);
  const visit = (url: string) => {
    visits.push(url);
    onVisit(url);
  };
  return {
    get href() {
      return current.href;
    },
    set href(url: string) {
      visit(url);
    },
    get origin() {
      return current.origin;
    },
    get protocol() {
      return current.protocol;
    },
    get hostname() {
      return current.hostname;
    },
    get pathname() {
      return current.pathname;
    },
    get search() {
      return current.search;
    },
    get hash() {
      return current.hash;
    },
    assign: visit,
    replace: visit,
    show(url: string) {
      current = new URL(url);
    },
  };
}

/** Its items are its own properties, as a browser's are: one SDK lists them so. */
function createStorage(): Storage {
  const methods: Storage = {
    get length() {
      return Object.keys(items).length;
    },
    key: (index) => Object.keys(items)[index] ?? null,
    getItem: (key) => (Object.hasOwn(items, key) ? (items[key] ?? null) : null),
    setItem(key, value) {
      items[key] = value;
    },
    removeItem(key) {
      Reflect.deleteProperty(items, key);
    },
    clear() {
      for (const key of Object.keys(items)) Reflect.deleteProperty(items, key);
    },
  };
  const items = Object.create(methods) as Record<string, string>;
  return items as unknown as Storage;
}
