import { styleText } from 'node:util';
import type { Mark } from './proof-words.js';
import type { Answer, Report } from './report.js';

type Style = Parameters<typeof styleText>[0];

const MARKS: Readonly<Record<Mark, readonly [mark: string, style: Style]>> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  unchecked: ['–', 'yellow'],
  remark: ['·', 'gray'],
};

/** For somebody at a terminal. */
export function renderText(
  report: Report,
  { hasColours }: { readonly hasColours: boolean },
): string {
  const paint = (style: Style, text: string): string =>
    hasColours ? styleText(style, text) : text;
  const groups = report.groups.map(({ title, lines }) => [
    paint('bold', title),
    ...lines.map(({ mark, text }) => {
      const [sign, style] = MARKS[mark];
      return `  ${paint(style, sign)} ${text}`;
    }),
    '',
  ]);
  const { summary, answer, advice, stripped } = report;
  return [
    ...(stripped.length === 0 ? [] : [`Left out around the token: ${stripped.join(', ')}.`, '']),
    ...groups.flat(),
    paint('bold', summary),
    ...(answer ? [`A client gets ${tellAnswer(answer)}.`] : []),
    ...(advice.length === 0 ? [] : ['', paint('bold', 'What to do')]),
    ...advice.map((one) => `  - ${one}`),
  ].join('\n');
}

function tellAnswer({ code, reason, status }: Answer): string {
  const because = reason === undefined ? '' : `, reason ${reason}`;
  return `${code}${because}${status === undefined ? '' : ` (HTTP ${status})`}`;
}
