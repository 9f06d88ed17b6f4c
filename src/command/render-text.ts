import type { Mark } from './proof-words.js';
import type { Answer, Report } from './report.js';

/** By their numbers (ECMA-48 section 8.3.117), with those that end them. */
const STYLES = {
  bold: [1, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  gray: [90, 39],
} as const;

type Style = keyof typeof STYLES;

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
  const paint = (style: Style, text: string): string => {
    const [on, off] = STYLES[style];
    return hasColours ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  };
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
