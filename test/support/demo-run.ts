import { decodeJwt } from 'jose';
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core';
import { balancesOf } from './bank-client.js';
import { signInToDemo, visitDemo } from './demo.js';
import type { Demo, DemoUser, DemoVisit } from './demo.js';

/** A visit to a demo that other tests use, too: what came of this one. */
export interface DemoRun extends DemoVisit {
  /** What the API decided since the visit began. */
  readonly decisions: () => readonly string[];
  /** The operations that ask for a recent sign-in, one for every request that carried it: `transfer`, for instance. */
  readonly sent: () => readonly string[];
  /** Every address that a page, a popup or a script of them asked for. */
  readonly urls: readonly string[];
  /** How many windows the first tab opened. */
  readonly popups: () => number;
  readonly signIn: (
    options?: { readonly user?: DemoUser; readonly age?: number },
    page?: Page,
  ) => Promise<void>;
  /** Minor units that left the everyday account since this user signed in. */
  readonly moved: (user?: DemoUser) => Promise<number>;
}

export async function runDemo(
  browser: Browser,
  demo: Demo,
  options: BrowserContextOptions = {},
): Promise<DemoRun> {
  const { bank } = demo;
  const before = demo.decisions().length;
  const visit = await visitDemo(browser, demo, options);
  const sent: string[] = [];
  const urls: string[] = [];
  const tokens = new Map<string, string>();
  const balances = new Map<string, number>();
  let popups = 0;
  visit.page.on('popup', () => (popups += 1));
  visit.context.on('request', (request) => {
    urls.push(request.url());
    if (request.method() === 'POST' && request.url().includes('/graphql')) note(request);
  });

  function note(request: Request): void {
    const { operationName = '' } = request.postDataJSON() as { operationName?: string };
    if (!['Bank', 'SecurityEvents'].includes(operationName)) sent.push(operationName);
    const [, token] = (request.headers()['authorization'] ?? '').split(' ');
    if (token !== undefined) tokens.set(decodeJwt(token).sub ?? '', token);
  }
  async function balanceOf(user: DemoUser): Promise<number> {
    const token = tokens.get(user);
    if (token === undefined) throw new Error(`${user} has sent no token`);
    const [everyday = Number.NaN] = await balancesOf(bank.as(token));
    return everyday;
  }

  return {
    ...visit,
    decisions: () => demo.decisions().slice(before),
    sent: () => [...sent],
    urls,
    popups: () => popups,
    async signIn({ user = 'alice', age = 900 } = {}, page = visit.page) {
      await signInToDemo(page, { user, age });
      if (!balances.has(user)) balances.set(user, await balanceOf(user));
    },
    moved: async (user = 'alice') => (balances.get(user) ?? Number.NaN) - (await balanceOf(user)),
  };
}
