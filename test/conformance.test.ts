import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const protocol = read('docs/PROTOCOL.md');
const tests = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => read(`test/${file}`));

const numbersOf = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, number]) => Number(number));

const required = numbersOf(protocol, /^- \*\*RA-(\d+)\*\* /gm);
/** A test's name, or that of a row in its table, starts with the id. */
const proved = new Set(tests.flatMap((text) => numbersOf(text, /['"`]RA-(\d+): /g)));

it('every requirement of the protocol has one id, in order', () => {
  expect(required).toEqual(required.map((_, index) => index + 1));
});

it('every requirement of the protocol starts the name of a test', () => {
  expect(required.filter((number) => !proved.has(number))).toEqual([]);
});

it('no test names a requirement that the protocol does not have', () => {
  expect([...proved].filter((number) => !required.includes(number))).toEqual([]);
});

it('every requirement says how binding it is', () => {
  const sentences = protocol.split(/^- (?=\*\*RA-)/m).slice(1);
  const vague = sentences.filter((sentence) => !/\b(?:MUST|SHOULD|MAY)\b/.test(sentence));
  expect(vague).toEqual([]);
});
