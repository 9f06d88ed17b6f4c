/** A browser as far as HTTP goes: cookies and forms. It follows no redirect unless it is told to. */
export interface UserAgent {
  visit(url: string | URL, headers?: Readonly<Record<string, string>>): Promise<View>;
  /** Posts to the page it is on, with the `Origin` that a browser would send. */
  submit(
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<View>;
  /** Sends the form of a page as it is, hidden fields and all, and these fields with it. */
  submitForm(view: View, extra?: Readonly<Record<string, string>>): Promise<View>;
  /** Follows redirects within the origin; stops at the page, or at the address outside it. */
  follow(view: View): Promise<View>;
  readonly cookies: Map<string, string>;
}

export interface View {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where it sends the browser next. */
  readonly location: URL | undefined;
}

interface Sent {
  readonly method?: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams;
}

export function createUserAgent(origin: string): UserAgent {
  const cookies = new Map<string, string>();
  let page = new URL(origin);

  const open = async (url: URL, init: Sent) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', cookie, ...init.headers };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    const location = response.headers.get('location');
    if (location === null) page = url;
    return {
      url,
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: location === null ? undefined : new URL(location, url),
    };
  };

  const agent: UserAgent = {
    cookies,
    visit: (url, headers = {}) => open(new URL(url, page), { headers }),
    submit: (fields, headers = {}) =>
      open(page, {
        method: 'POST',
        headers: { origin, ...headers },
        body: new URLSearchParams(fields),
      }),
    submitForm({ url, text }, extra = {}) {
      const inputs = text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
      const fields = [...inputs].map(([, name = '', value = '']) => [name, value]);
      const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(text) ?? [];
      const body = new URLSearchParams([...fields, ...Object.entries(extra)]);
      return open(new URL(action, url), { method: 'POST', headers: { origin }, body });
    },
    async follow(view) {
      const { location } = view;
      return location?.origin === origin ? agent.follow(await agent.visit(location)) : view;
    },
  };
  return agent;
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split('; ');
  const equals = pair.indexOf('=');
  const gone = attributes.some((attribute) => attribute.startsWith('expires=Thu, 01 Jan 1970'));
  if (gone) cookies.delete(pair.slice(0, equals));
  else cookies.set(pair.slice(0, equals), pair.slice(equals + 1));
}
