import { UsageError } from './usage-error.js';

export interface UnwrappedToken {
  readonly token: string;
  /** What stood around it, for the reader to know. */
  readonly stripped: readonly string[];
}

/** What people copy along. The token itself is left as it is. */
const WRAPPINGS: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'the rest of the curl command',
    /^curl\s[^]*?\s(?:-H\s*|--header[\s=]+)(?<rest>(["'])authorization:[^]*?\2)[^]*$/i,
  ],
  ['curl’s -H', /^(?:-H\s*|--header[\s=]+)(?<rest>["']?authorization:[^]*)$/i],
  // In an object: its name has quotes of its own.
  ['the header’s name', /^(["'])authorization\1\s*:(?<rest>[^]*)$/i],
  ['quotes', /^(["'`])(?<rest>[^]*)\1[,;]?$/],
  ['the header’s name', /^authorization:(?<rest>[^]*)$/i],
  ['"Bearer"', /^bearer\s(?<rest>[^]*)$/i],
];

/** Takes off what people copy along with a token. Throws a `UsageError` where that is all, or where it is JSON. */
export function unwrapToken(text: string): UnwrappedToken {
  const stripped: string[] = [];
  let token = text.trim();
  if (token !== text.replace(/\r?\n$/, '')) stripped.push('white space');
  // A command around quotes around a header with its name, a scheme and quotes again: more than that nobody copies.
  for (let layers = 0; layers < 5; layers += 1) {
    const found = WRAPPINGS.find(([, pattern]) => pattern.test(token));
    if (!found) break;
    const [what, pattern] = found;
    stripped.push(what);
    token = token.replace(pattern, '$<rest>').trim();
  }
  if (token === '') throw new UsageError('what came by standard input has no token in it');
  if (!/^[{[]/.test(token)) return { token, stripped };
  throw new UsageError('this is JSON: give the value of id_token or access_token alone');
}
