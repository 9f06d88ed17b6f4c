import fc from 'fast-check';

/** The members of a JSON object as they are spelled, in order; a name may be there twice. */
export type RawObject = readonly (readonly [name: string, json: string])[];

export function rawObject(value: object): RawObject {
  return Object.entries(value).flatMap(([name, member]) => {
    const json = JSON.stringify(member) as string | undefined;
    return json === undefined ? [] : [[name, json] as const];
  });
}

export function spell(members: RawObject): string {
  return `{${members.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}

/** Where the new value goes. Of one name that is there twice the last counts, as in `JSON.parse`. */
type Place = 'instead' | 'before' | 'after' | 'nowhere';

export interface Change {
  readonly name: string;
  readonly json: string;
  readonly place: Place;
}

export function changeMembers(members: RawObject, changes: readonly Change[]): RawObject {
  return changes.reduce<RawObject>((rest, { name, json, place }) => {
    const member = [name, json] as const;
    if (place === 'before') return [member, ...rest];
    if (place === 'after') return [...rest, member];
    const others = rest.filter(([other]) => other !== name);
    return place === 'instead' ? [...others, member] : others;
  }, members);
}

/** Values for one member: any JSON, what no library writes, times about `now`, and values that mean something elsewhere. */
export function hostileJson(now: number, meaningful: readonly unknown[]): fc.Arbitrary<string> {
  const known = fc.constantFrom(...meaningful.map((value) => JSON.stringify(value)));
  const time = fc.integer({ min: now - 400, max: now + 400 });
  const spelledTime = fc.tuple(time, fc.constantFrom(...TIME_SPELLINGS));
  return fc.oneof(
    fc.json({ maxDepth: 3 }),
    fc.jsonValue({ maxDepth: 2 }).map((value) => `[${JSON.stringify(value)}]`),
    fc.double().map((number) => (Number.isFinite(number) ? String(number) : '1e999')),
    fc.constantFrom(...STRANGE),
    { weight: 3, arbitrary: known },
    known.map((json) => `[${json}]`),
    fc.tuple(known, known).map((both) => `[${both.join(',')}]`),
    { weight: 3, arbitrary: spelledTime.map(([value, write]) => write(value)) },
  );
}

export function changesOf(
  names: readonly string[],
  json: fc.Arbitrary<string>,
): fc.Arbitrary<readonly Change[]> {
  const change = fc.record({
    name: fc.constantFrom(...names),
    json,
    place: fc.constantFrom<Place[]>('instead', 'instead', 'instead', 'before', 'after', 'nowhere'),
  });
  return fc.array(change, { minLength: 1, maxLength: 3 });
}

/** All the values that were thought of, and a recent time in each spelling. */
export function oddValues(now: number, meaningful: readonly unknown[]): readonly string[] {
  const times = [now, now - 60, now - 299, now - 301, now + 4, now + 6, now + 3600];
  return [
    ...STRANGE,
    ...meaningful.map((value) => JSON.stringify(value)),
    ...TIME_SPELLINGS.flatMap((write) => times.map(write)),
  ];
}

const TIME_SPELLINGS: readonly ((time: number) => string)[] = [
  String,
  (time) => `${time}.999`,
  (time) => `${time}e0`,
  (time) => `${time}000`,
  (time) => `"${time}"`,
  (time) => `[${time}]`,
  (time) => `-${time}`,
  (time) => `{"valueOf":${time}}`,
  (time) => `"${new Date(time * 1000).toISOString()}"`,
];

const STRANGE = [
  ...['1e999', '-1e999', '-0', '1e-7', '1e308', '9007199254740993', '0', '1', '-1'],
  ...['null', 'true', 'false', '""', '" "', '[]', '{}', '[[]]', '[null]', '"NaN"'],
  // Text that is no Unicode, ends strings elsewhere, or is long.
  ...['"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"a\\u0000b"', '"\\u202e"', '"\\ufeff"'],
  `"${'x'.repeat(256)}"`,
  `"${'x'.repeat(3000)}"`,
  `${'['.repeat(500)}${']'.repeat(500)}`,
  `${'{"a":'.repeat(300)}1${'}'.repeat(300)}`,
  // Names that mean something to every object.
  '{"__proto__":{"auth_time":1,"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '{"toString":null,"valueOf":null,"toJSON":null,"length":1,"then":1}',
  '{"http://schemas.openid.net/event/backchannel-logout":{}}',
];
