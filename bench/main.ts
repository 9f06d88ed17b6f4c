import { cpus } from 'node:os';
import { formatTable } from './goal.js';
import type { Measurement } from './goal.js';
import { measureRequests } from './http.js';
import { measureOutage } from './outage.js';
import { measureCheck, measureList, measureTransform } from './schema.js';
import { createTokens, measureCacheHit, measureFirstSight, measureMemory } from './tokens.js';

const set = await createTokens(2000);
const measurements: Measurement[] = [];
const steps: readonly (() => Promise<Measurement | readonly Measurement[]>)[] = [
  () => measureRequests(set),
  () => measureCacheHit(set),
  () => measureFirstSight(set),
  () => measureOutage(set),
  measureList,
  measureCheck,
  measureTransform,
  () => measureMemory(set),
  // Last, and loaded late: it brings Vite and Playwright, which are not to weigh on the others.
  async () => (await import('./page.js')).measurePage(),
];
for (const step of steps) {
  const found = await step();
  measurements.push(...[found].flat());
  process.stderr.write('.');
}

const [cpu] = cpus();
process.stderr.write('\n');
process.stdout.write(`Node ${process.version}, ${cpu?.model ?? 'unknown processor'}\n\n`);
process.stdout.write(`${formatTable(measurements)}\n`);
