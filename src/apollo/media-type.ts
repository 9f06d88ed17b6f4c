const JSON_RESPONSE = 'application/json; charset=utf-8';

/** What Apollo Server can answer with, in its order of preference. */
const OFFERS = [
  JSON_RESPONSE,
  'application/graphql-response+json; charset=utf-8',
  'application/json; callbackSpec=1.0; charset=utf-8',
].map((contentType) => ({ contentType, ...parseMediaRange(contentType) }));

interface MediaRange {
  readonly type: string | undefined;
  readonly subtype: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
}

/** How well one range of an `Accept` header fits an offer. */
interface Fit {
  readonly specificity: number;
  readonly quality: number;
  /** Where in the header the range stands. */
  readonly position: number;
}

/** Clients send one of a few headers. Whoever makes up others has all of them read anew. */
const known = new Map<string, string>();
const MOST_KNOWN = 100;

/**
 * The content type that Apollo Server picks for this `Accept` header (RFC 9110 section 12.5.1), and
 * JSON where Apollo would answer 406: it does so only after the operation has run.
 */
export function chooseContentType(accept = ''): string {
  const before = known.get(accept);
  if (before !== undefined) return before;
  const contentType = negotiate(accept);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(accept, contentType);
  return contentType;
}

function negotiate(accept: string): string {
  const ranges = split(accept, /(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g).map(parseMediaRange);
  const [best] = OFFERS.map((offer) => ({ offer, fit: fitOf(offer, ranges) }))
    .filter(({ fit }) => fit.quality > 0)
    .toSorted(({ fit: a }, { fit: b }) => {
      return b.quality - a.quality || b.specificity - a.specificity || a.position - b.position;
    });
  return best?.offer.contentType ?? JSON_RESPONSE;
}

/** `application/json; charset=utf-8` → `application/json`. */
export function mediaTypeOf(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

/** The range that says most about the offer decides. */
function fitOf(offer: MediaRange, ranges: readonly MediaRange[]): Fit {
  let best: Fit = { specificity: 0, quality: 0, position: -1 };
  for (const [position, range] of ranges.entries()) {
    const specificity = specificityOf(range, offer);
    const quality = Number.parseFloat(range.parameters.get('q') ?? '1');
    if (specificity === undefined || Number.isNaN(quality)) continue;
    const gain =
      specificity - best.specificity || quality - best.quality || position - best.position;
    if (gain > 0) best = { specificity, quality, position };
  }
  return best;
}

/** How closely the range names the offer; `undefined` where it does not. */
function specificityOf(range: MediaRange, offer: MediaRange): number | undefined {
  if (range.type !== offer.type && range.type !== '*') return undefined;
  if (range.subtype !== offer.subtype && range.subtype !== '*') return undefined;
  const wanted = [...range.parameters].filter(([name]) => name !== 'q');
  const met = wanted.every(([name, value]) => {
    return value === '*' || value === (offer.parameters.get(name) ?? '');
  });
  if (!met) return undefined;
  return (
    (range.type === offer.type ? 4 : 0) +
    (range.subtype === offer.subtype ? 2 : 0) +
    (wanted.length > 0 ? 1 : 0)
  );
}

function parseMediaRange(text: string): MediaRange {
  const [name = '', ...rest] = split(text.toLowerCase(), /(?:[^;"]|"(?:[^"\\]|\\.)*"?)+/g);
  const [type, subtype] = name.trim().split('/');
  const parameters = rest.map((parameter): [string, string] => {
    const [key = '', value = ''] = parameter.split('=');
    return [key.trim(), value.trim().replace(/^"(.*)"$/, '$1')];
  });
  return { type, subtype, parameters: new Map(parameters) };
}

function split(text: string, part: RegExp): readonly string[] {
  return text.match(part) ?? [];
}
