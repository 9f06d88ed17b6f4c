import { UsageError } from './usage-error.js';

export interface UnwrappedToken {
  readonly token: string;
  /** What stood around it, for the reader to know. */
  readonly stripped: readonly string[];
}

/** What people copy along. The token itself is left as it is. */
const WRAPPINGS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['quotes', /^(["'`])([^]*)\1[,;]?$/],
  ['the header’s name', /^(authorization:)([^]*)$/i],
  ['"Bearer"', /^(bearer\s)([^]*)$/i],
];

/** Takes off what people copy along with a token. Throws a `UsageError` where that is all. */
export function unwrapToken(text: string): UnwrappedToken {
  const stripped: string[] = [];
  let token = text.trim();
  if (token !== text.replace(/\r?\n$/, '')) stripped.push('white space');
  // Quotes around a header with its name, a scheme and quotes again: more than that nobody copies.
  for (let layers = 0; layers < 4; layers += 1) {
    const found = WRAPPINGS.find(([, pattern]) => pattern.test(token));
    if (!found) break;
    const [what, pattern] = found;
    stripped.push(what);
    token = token.replace(pattern, '$2').trim();
  }
  if (token !== '') return { token, stripped };
  throw new UsageError('what came by standard input has no token in it');
}
