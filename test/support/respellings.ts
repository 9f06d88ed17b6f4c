import { encodePart } from './forge.js';
import { mirrorSignature } from './mirror-signature.js';

/** Texts that look like one more copy of the same ES256 token; `count` of them, no two the same. */
export function respellings(token: string, count: number): readonly string[] {
  const texts = new Set<string>();
  const originals = [token, mirrorSignature(token)];
  for (const text of everyRespelling(originals)) {
    if (!originals.includes(text)) texts.add(text);
    if (texts.size === count) return [...texts];
  }
  throw new Error(`There are but ${texts.size} of them`);
}

function* everyRespelling(originals: readonly string[]): Generator<string> {
  for (const token of originals) {
    yield* withOtherEnds(token);
    yield* withOtherJson(token);
  }
  for (const token of originals) {
    for (const blank of [' ', '\t', '\n', '\r', '=', '==', '\u00a0', '\u200b', '\0', '.']) {
      for (let at = 0; at <= token.length; at += 1) {
        yield token.slice(0, at) + blank + token.slice(at);
      }
    }
  }
}

/** Of the last character of each part, all that its unused bits may be, and more. */
function* withOtherEnds(token: string): Generator<string> {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/';
  const parts = token.split('.');
  for (const [index, part] of parts.entries()) {
    for (const last of alphabet) yield parts.with(index, part.slice(0, -1) + last).join('.');
  }
}

/** The same header and claims in another order, with blanks, with another name for the key, with more in it. */
function* withOtherJson(token: string): Generator<string> {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const [head, body] = [header, claims].map(
    (part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>,
  );
  for (let index = 0; index < 300; index += 1) {
    const blanks = ' '.repeat(index);
    const others = [
      [JSON.stringify({ ...head, kid: `key-${index + 2}` }), JSON.stringify(body)],
      [JSON.stringify({ ...head, extra: index }), JSON.stringify(body)],
      [`${JSON.stringify(head)}${blanks}`, JSON.stringify(body)],
      [JSON.stringify(head), `${blanks}${JSON.stringify(body)}`],
      [JSON.stringify(head), JSON.stringify({ extra: index, ...body })],
      [JSON.stringify(Object.fromEntries(Object.entries({ ...head }).reverse())), blanks],
    ] as const;
    for (const [one, other] of others) yield `${encodePart(one)}.${encodePart(other)}.${signature}`;
  }
}
