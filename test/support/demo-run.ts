import { decodeJwt } from 'jose';
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core';
import { balancesOf } from './bank-client.js';
import { flip, signInToDemo, visitDemo } from './demo.js';
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
  /** All that came of the visit, to be compared as a whole. */
  readonly results: (user?: DemoUser) => Promise<DemoResults>;
}

export interface DemoResults {
  readonly sent: readonly string[];
  readonly decisions: readonly string[];
  readonly moved: number;
  readonly complaints: readonly string[];
}

export const REFUSED = 'REFUSED Mutation.transfer';
export const ALLOWED = 'ALLOWED Mutation.transfer';

/** Of €25 that were refused, and sent once more after a sign-in. */
export const ONCE: DemoResults = {
  sent: ['Transfer', 'Transfer'],
  decisions: [REFUSED, ALLOWED],
  moved: 2500,
  complaints: [],
};
/** Of €25 that were refused. */
export const NOT_AT_ALL: DemoResults = {
  sent: ['Transfer'],
  decisions: [REFUSED],
  moved: 0,
  complaints: [],
};

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
    if (token?.startsWith('eyJ')) tokens.set(decodeJwt(token).sub ?? '', token);
  }
  async function balanceOf(user: DemoUser): Promise<number> {
    const token = tokens.get(user);
    if (token === undefined) throw new Error(`${user} has sent no token`);
    const [everyday = Number.NaN] = await balancesOf(bank.as(token));
    return everyday;
  }

  async function moved(user: DemoUser = 'alice'): Promise<number> {
    return (balances.get(user) ?? Number.NaN) - (await balanceOf(user));
  }

  const decisions = () => demo.decisions().slice(before);

  return {
    ...visit,
    decisions,
    sent: () => [...sent],
    urls,
    popups: () => popups,
    async signIn({ user = 'alice', age = 900 } = {}, page = visit.page) {
      await signInToDemo(page, { user, age });
      if (!balances.has(user)) balances.set(user, await balanceOf(user));
    },
    moved,
    results: async (user) => ({
      sent: [...sent],
      decisions: decisions(),
      moved: await moved(user),
      complaints: visit.complaints.filter((text) => !OF_CHROMIUM.test(text)),
    }),
  };
}

/** What the browser says by itself of an answer that a script, or a page's style, did not get. */
const OF_CHROMIUM = /blocked by CORS policy|Refused to apply style/;

/** Alice, who signed in a quarter of an hour ago, with these switches on. */
export async function aliceAt(
  browser: Browser,
  demo: Demo,
  {
    switches = [],
    age = 900,
  }: { readonly switches?: readonly string[]; readonly age?: number } = {},
): Promise<DemoRun> {
  const run = await runDemo(browser, demo);
  for (const name of switches) await flip(run.page, name);
  await run.signIn({ age });
  return run;
}

/** What is in the form. */
export function amountIn(page: Page): Promise<string> {
  return page.getByLabel('Amount in euros').inputValue();
}

/** The provider's own switch, from outside of the page. */
export async function switchProvider({ bank }: Demo, available: boolean): Promise<void> {
  await fetch(`${bank.url}/demo/provider`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ available }),
  });
}
