const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** What a slip of one character makes of a text at one place. */
const SLIPS: readonly ((text: string, at: number) => string)[] = [
  // The lowest bit, which in a last character no byte may use, and the highest.
  (text, at) => replace(text, at, neighbour(text.charAt(at), 1)),
  (text, at) => replace(text, at, neighbour(text.charAt(at), 32)),
  (text, at) => replace(text, at, text.charAt(at) === '.' ? 'A' : '.'),
  ...['é', '\uFF21', '\u0000', '=', ' ', '+', '\ud800'].map(
    (letter) => (text: string, at: number) => replace(text, at, letter),
  ),
  ...['A', '=', '\t', '.'].map(
    (letter) => (text: string, at: number) => text.slice(0, at) + letter + text.slice(at),
  ),
  // Left out, doubled, in the wrong order, in the other case.
  (text, at) => replace(text, at, ''),
  (text, at) => replace(text, at, text.charAt(at).repeat(2)),
  (text, at) => replace(text, at, text.charAt(at + 1) + text.charAt(at), 2),
  (text, at) => replace(text, at, swapCase(text.charAt(at))),
];

/** Every text that one slip at any place makes of this one. */
export function misspell(text: string): readonly string[] {
  const places = Array.from({ length: text.length + 1 }, (_, at) => at);
  const all = places.flatMap((at) => SLIPS.map((slip) => slip(text, at)));
  return [...new Set(all)].filter((one) => one !== text);
}

function replace(text: string, at: number, by: string, length = 1): string {
  return text.slice(0, at) + by + text.slice(at + length);
}

function neighbour(letter: string, bit: number): string {
  const index = ALPHABET.indexOf(letter);
  return index === -1 ? '_' : ALPHABET.charAt(index ^ bit);
}

function swapCase(letter: string): string {
  return letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
}
