import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import { createTokenVerifier } from '../src/tokens/index.js';
import type { Measurement } from './goal.js';
import { collectEach, inTurns } from './measure.js';
import { AUDIENCE, ISSUER } from './tokens.js';
import type { TokenSet } from './tokens.js';

/** Tokens of a round, each seen for the first time. */
const TOKENS = 200;
/** Of whose every token waits for the issuer. */
const THEIR_TOKENS = 40;
/** Milliseconds after which the issuer says that it cannot answer. */
const ANSWER = 20;
/** Seconds that the keys are old: more than anybody keeps them without asking. */
const AGE = 700;

interface Latencies {
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Per cent of the tokens, all of which are good. */
  readonly turnedAway: number;
}

/** What callers with good tokens notice of an issuer that is down. */
export async function measureOutage(set: TokenSet): Promise<readonly Measurement[]> {
  const measured = await collectEach(async (round) => {
    const tokens = pick(set.tokens, round);
    const [down, up] = await inTurns(
      round,
      () => measureOurs(set, tokens, true),
      () => measureOurs(set, tokens, false),
    );
    const theirs = await measureRemoteSet(set, tokens.slice(0, THEIR_TOKENS));
    return {
      ...{ p50: down.p50 / up.p50, p99: down.p99 / up.p99, turnedAway: down.turnedAway },
      ...{ theirs: theirs.p50 / down.p50, theirsAway: theirs.turnedAway },
    };
  });
  const peer = "jose's remote key set";
  return [
    {
      what: 'outage, p50 of new tokens against none',
      goal: 1.15,
      measured: measured.p50,
      unit: 'ratio',
    },
    {
      what: 'outage, p99 of new tokens against none',
      goal: 1.5,
      measured: measured.p99,
      unit: 'ratio',
    },
    {
      what: 'outage, good tokens turned away',
      goal: 0,
      measured: measured.turnedAway,
      unit: 'percent',
    },
    { what: `the same by ${peer}`, measured: measured.theirsAway, unit: 'percent' },
    { what: `outage, p50 of ${peer} against ours`, measured: measured.theirs, unit: 'ratio' },
  ];
}

async function measureOurs(
  { fetch }: TokenSet,
  tokens: readonly string[],
  isDown: boolean,
): Promise<Latencies> {
  const issuer = createIssuer(fetch);
  let age = 0;
  const verifier = createTokenVerifier({
    ...{ issuer: ISSUER, audience: AUDIENCE, fetch: issuer.fetch },
    clock: () => Math.floor(Date.now() / 1000) + age,
  });
  await verifier.ready();
  if (isDown) issuer.stop();
  age = isDown ? AGE : 0;
  const latencies = await timeEach(tokens, (token) => verifier.verify(token));
  verifier.close();
  return latencies;
}

async function measureRemoteSet(
  { fetch }: TokenSet,
  tokens: readonly string[],
): Promise<Latencies> {
  const issuer = createIssuer(fetch);
  const keys = createRemoteJWKSet(new URL(`${ISSUER}/jwks`), {
    [customFetch]: issuer.fetch,
    // Its keys are as old as ours, without a wait of ten minutes.
    cacheMaxAge: 0,
  });
  const options = { issuer: ISSUER, audience: AUDIENCE };
  await jwtVerify(tokens[0] ?? '', keys, options);
  issuer.stop();
  return timeEach(tokens, (token) => jwtVerify(token, keys, options));
}

function createIssuer(answer: typeof globalThis.fetch): {
  readonly fetch: typeof globalThis.fetch;
  readonly stop: () => void;
} {
  let isDown = false;
  return {
    async fetch(input) {
      if (!isDown) return answer(input);
      await new Promise((resolve) => setTimeout(resolve, ANSWER));
      return new Response(null, { status: 503 });
    },
    stop() {
      isDown = true;
    },
  };
}

async function timeEach(
  tokens: readonly string[],
  verify: (token: string) => Promise<unknown>,
): Promise<Latencies> {
  const times: number[] = [];
  let turnedAway = 0;
  for (const token of tokens) {
    const start = performance.now();
    await verify(token).catch(() => (turnedAway += 1));
    times.push(performance.now() - start);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? NaN;
  return { p50: at(0.5), p99: at(0.99), turnedAway: (100 * turnedAway) / tokens.length };
}

/** Other ones in each round. */
function pick(tokens: readonly string[], round: number): readonly string[] {
  const start = ((round + 2) * TOKENS) % (tokens.length - TOKENS);
  return tokens.slice(start, start + TOKENS);
}
