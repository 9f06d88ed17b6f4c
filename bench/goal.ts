import type { Estimate } from './measure.js';

/** One row of the table: what may be, and what is. */
export interface Measurement {
  readonly what: string;
  /** None where the number says more of the machine than of us. */
  readonly goal?: number | undefined;
  readonly measured: Estimate;
  readonly unit: 'ratio' | 'percent' | 'ns' | 'ms' | 'bytes';
}

/** The table as text; a goal is met where the median meets it. */
export function formatTable(measurements: readonly Measurement[]): string {
  const rows = measurements.map(({ what, goal, measured, unit }) => [
    what,
    goal === undefined ? '' : format(goal, unit),
    format(measured.median, unit),
    `${format(measured.low, unit)} to ${format(measured.high, unit)}`,
    verdict(measured, goal),
  ]);
  const all = [['', 'at most', 'measured', 'interval (95 %)', ''], ...rows];
  const widths = (all[0] ?? []).map((_, column) =>
    Math.max(...all.map((row) => (row[column] ?? '').length)),
  );
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function verdict({ median }: Estimate, goal: number | undefined): string {
  if (goal === undefined) return '';
  return median <= goal ? 'met' : 'MISSED';
}

function format(value: number, unit: Measurement['unit']): string {
  switch (unit) {
    case 'ratio':
      return `${value.toFixed(2)} ×`;
    case 'percent':
      return `${value.toFixed(1)} %`;
    case 'ns':
      return `${value.toFixed(0)} ns`;
    case 'ms':
      return `${value.toFixed(0)} ms`;
    case 'bytes':
      return `${value.toFixed(0)} B`;
  }
}
