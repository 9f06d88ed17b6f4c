/** As much of a browser as a sign-in takes: cookies, redirects, and forms of the page it is on. */
export interface Browser {
  visit(url: string): Promise<Stop>;
  submit(fields: Readonly<Record<string, string>>): Promise<Stop>;
}

/** Where the redirects ended: on a page, or at an address of another origin, which is not visited. */
export interface Stop {
  readonly url: URL;
  /** `undefined` for an address that was not visited. */
  readonly status: number | undefined;
}

interface Form {
  readonly method: 'POST';
  readonly body: URLSearchParams;
}

const MOST_REDIRECTS = 10;
const TIMEOUT = 10_000; // milliseconds

/** Stays at one origin. `fetch` faults pass through. */
export function createBrowser(origin: string): Browser {
  const cookies = new Map<string, string>();
  let page = new URL(origin);

  const open = async (url: URL, form?: Form): Promise<Stop> => {
    let target = url;
    let sent = form;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      if (target.origin !== origin) return { url: target, status: undefined };
      const response = await fetch(target, {
        ...sent,
        redirect: 'manual',
        headers: { origin, cookie: cookieHeader(cookies) },
        signal: AbortSignal.timeout(TIMEOUT),
      });
      await response.body?.cancel();
      keepCookies(cookies, response.headers.getSetCookie());
      const location = response.headers.get('location');
      if (location === null) {
        page = target;
        return { url: target, status: response.status };
      }
      target = new URL(location, target);
      sent = undefined;
    }
    return { url: target, status: undefined };
  };

  return {
    visit: (url) => open(new URL(url)),
    submit: (fields) => open(page, { method: 'POST', body: new URLSearchParams(fields) }),
  };
}

/** Each of the provider's cookies has a name of its own, so that paths need no care. */
function keepCookies(cookies: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [pair = ''] = line.split(';');
    const equals = pair.indexOf('=');
    cookies.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
}

function cookieHeader(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}
