import type { Estimate } from './measure.js';

/** One row of the table: what may be, and what is. */
export interface Measurement {
  readonly what: string;
  readonly goal: number;
  readonly measured: Estimate;
  readonly unit: 'ratio' | 'percent' | 'ns' | 'bytes';
}

/** The table as text; a goal is met where the median meets it. */
export function formatTable(measurements: readonly Measurement[]): string {
  const rows = measurements.map(({ what, goal, measured, unit }) => [
    what,
    format(goal, unit),
    format(measured.median, unit),
    `${format(measured.low, unit)} to ${format(measured.high, unit)}`,
    measured.median <= goal ? 'met' : 'MISSED',
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

function format(value: number, unit: Measurement['unit']): string {
  switch (unit) {
    case 'ratio':
      return `${value.toFixed(2)} ×`;
    case 'percent':
      return `${value.toFixed(1)} %`;
    case 'ns':
      return `${value.toFixed(0)} ns`;
    case 'bytes':
      return `${value.toFixed(0)} B`;
  }
}
