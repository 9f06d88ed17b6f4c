const LONGEST = 2048;

/**
 * A path of this very origin to go back to, such as `/account?tab=2#close`; `undefined` for anything else:
 * `//evil`, `/\evil`, `https:…`, `javascript:…`, control characters, which URL parsers drop.
 */
export function parseReturnTo(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > LONGEST) return undefined;
  // Browsers take a backslash for a slash.
  if (!/^\/(?!\/)[^\s\\]*$/.test(value) || hasControlCharacter(value)) return undefined;
  // `/.//evil` is a path of ours until somebody normalises it.
  const path = URL.canParse(value, BASE) ? new URL(value, BASE) : undefined;
  return path?.origin === BASE && !path.pathname.startsWith('//') ? value : undefined;
}

const BASE = 'https://origin.invalid';

function hasControlCharacter(text: string): boolean {
  return Array.from(text).some((character) => character < ' ' || character === '\x7f');
}
