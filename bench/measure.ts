/** One side of a comparison: `prepare` is not timed, what it returns is. */
export interface Side {
  prepare(): PromiseOrValue<() => PromiseOrValue<void>>;
}

type PromiseOrValue<T> = T | Promise<T>;

/** A median and the interval that holds the true one in 95 of 100 runs. */
export interface Estimate {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** A slow machine gets fewer rounds and a wider interval, not a longer wait. */
const BUDGET_MS = 12_000;
const MOST_ROUNDS = 60;

/**
 * How many times longer one side takes than the other. Both run in turns, and each round gives one
 * ratio: what slows the machine down slows both.
 */
export async function compare(subject: Side, baseline: Side): Promise<Estimate> {
  return collect(async (round) => {
    const [one, other] = await inTurns(
      round,
      () => time(subject),
      () => time(baseline),
    );
    return one / other;
  });
}

/** What both say, in this order; which of them goes first alternates. */
export async function inTurns<T>(
  round: number,
  subject: () => Promise<T>,
  baseline: () => Promise<T>,
): Promise<readonly [T, T]> {
  if (round % 2 === 0) {
    const early = await subject();
    return [early, await baseline()];
  }
  const early = await baseline();
  return [await subject(), early];
}

/** Takes one value a round, of which the first two are for the compiler. */
export async function collect(take: (round: number) => Promise<number>): Promise<Estimate> {
  const { value } = await collectEach(async (round) => ({ value: await take(round) }));
  return value;
}

/** The same for several values of each round. */
export async function collectEach<Name extends string>(
  take: (round: number) => Promise<Readonly<Record<Name, number>>>,
): Promise<Readonly<Record<Name, Estimate>>> {
  const end = performance.now() + BUDGET_MS;
  const rounds: Readonly<Record<Name, number>>[] = [];
  for (let round = -2; round < 4 || (round < MOST_ROUNDS && performance.now() < end); round += 1) {
    const values = await take(round);
    if (round >= 0) rounds.push(values);
  }
  const names = Object.keys(rounds[0] ?? {}) as Name[];
  return Object.fromEntries(
    names.map((name) => [name, estimate(rounds.map((values) => values[name]))]),
  ) as Record<Name, Estimate>;
}

/** Milliseconds of processor time of one run: other programs cost it less than they cost the clock. */
export async function time(side: Side): Promise<number> {
  const run = await side.prepare();
  globalThis.gc?.();
  const start = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** By order statistics, which ask nothing of how the values are distributed. */
function estimate(values: readonly number[]): Estimate {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const reach = 0.98 * Math.sqrt(sorted.length);
  const at = (rank: number): number => {
    const within = Math.min(Math.max(Math.round(rank), 0), sorted.length - 1);
    return sorted[within] ?? NaN;
  };
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
  return { median, low: at(middle - reach), high: at(middle + reach) };
}
