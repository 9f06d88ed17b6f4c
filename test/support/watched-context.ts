import type { BrowserContext } from 'playwright-core';

/** What can be seen of a browser from outside. */
export interface ContextRecord {
  /** Hosts other than this machine that were asked for anything; each such request is refused. */
  readonly foreign: readonly string[];
  /** Errors and warnings in the console, but for answers of 400 and more, which Chromium reports by itself. */
  readonly complaints: readonly string[];
}

/** From here on the browser reaches nothing but this machine. */
export async function watchContext(context: BrowserContext): Promise<ContextRecord> {
  const foreign: string[] = [];
  const complaints: string[] = [];
  await context.route(isForeign, (route) => {
    foreign.push(new URL(route.request().url()).host);
    return route.abort();
  });
  context.on('console', (message) => {
    const text = message.text();
    if (['error', 'warning'].includes(message.type()) && !text.startsWith('Failed to load')) {
      complaints.push(text);
    }
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  return { foreign, complaints };
}

function isForeign({ protocol, hostname }: URL): boolean {
  return protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname);
}
