import { expect, it, onTestFinished, vi } from 'vitest';
import { createBackOff } from '../../src/tokens/keys/back-off.js';
import { createKeySource } from '../../src/tokens/keys/key-source.js';
import type { KeySource } from '../../src/tokens/keys/key-source.js';
import type { KeySourceEvent } from '../../src/tokens/keys/key-source-event.js';
import { forgeKey } from '../support/forge.js';
import { ISSUER, outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';
import type { ScriptedIssuer } from '../support/scripted-issuer.js';

interface Scene {
  readonly issuer: ScriptedIssuer;
  readonly source: KeySource;
  readonly advance: (seconds: number) => void;
  readonly events: KeySourceEvent[];
}

function createScene(): Scene {
  const issuer = scriptIssuer();
  let now = 1000;
  const events: KeySourceEvent[] = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return {
    issuer,
    source: createKeySource({
      issuer: ISSUER,
      fetch: issuer.fetch,
      monotonicClock: () => now,
      random: () => 0,
      onEvent: (event) => events.push(event),
    }),
    events,
    advance: (seconds) => {
      now += seconds;
      vi.advanceTimersByTime(seconds * 1000);
    },
  };
}

const NO_ANSWER = () => new Response(null, { status: 503 });
const DISCOVERY = `${ISSUER}/.well-known/openid-configuration`;
const KEYS = `${ISSUER}/jwks`;

/** Time as it passes for a source whose renewals come to their end. */
async function elapse(scene: Scene, seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= 30) {
    scene.advance(Math.min(left, 30));
    await settle();
  }
}

/** Lets a renewal that nobody waits for come to its end. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

it('asks for the discovery document and the keys once for 100 callers', async () => {
  const { issuer, source } = createScene();
  const sets = await Promise.all(Array.from({ length: 100 }, () => source.keys()));
  expect(new Set(sets).size).toBe(1);
  expect(issuer.asked).toEqual([DISCOVERY, KEYS]);
  expect(source.health()).toEqual({ keys: 1, keysAge: 0, fault: undefined, retryAfter: undefined });
});

it('asks for nothing before a caller comes', () => {
  const { issuer, source } = createScene();
  expect(source.held()).toBeUndefined();
  expect(source.health()).toEqual({
    keys: 0,
    keysAge: undefined,
    fault: undefined,
    retryAfter: undefined,
  });
  expect(issuer.asked).toEqual([]);
});

it('renews keys after ten minutes, with nobody asking, and answers from the old ones meanwhile', async () => {
  const { issuer, source, advance } = createScene();
  const first = await source.keys();
  advance(599);
  expect(await source.keys()).toBe(first);
  expect(issuer.asked).toEqual([DISCOVERY, KEYS]);
  advance(1);
  expect(await source.keys()).toBe(first);
  expect(source.held()).toBe(first);
  await settle();
  expect(issuer.asked).toEqual([DISCOVERY, KEYS, KEYS]);
  expect(source.held()).not.toBe(first);
  expect([...(source.held()?.keys.values() ?? [])]).toEqual([...first.keys.values()]);
});

it('looks the address of the keys up again after a day', async () => {
  const { issuer, source, advance } = createScene();
  await source.keys();
  advance(24 * 3600 - 1);
  source.held();
  await settle();
  advance(600);
  source.held();
  await settle();
  expect(issuer.asked).toEqual([DISCOVERY, KEYS, KEYS, DISCOVERY, KEYS]);
});

it('asks a failing issuer after 1, 2, 4 and so on up to 60 seconds, and never in between', async () => {
  const { issuer, source, advance } = createScene();
  issuer.answer = NO_ANSWER;
  for (const wait of [1, 2, 4, 8, 16, 32, 60, 60]) {
    await expect(source.keys()).rejects.toThrow(`${DISCOVERY} answered with status 503`);
    expect(source.health().retryAfter).toBe(wait);
    advance(wait - 0.5);
    for (let caller = 0; caller < 20; caller += 1) {
      await expect(source.keys()).rejects.toThrow(`${DISCOVERY} answered with status 503`);
    }
    expect(source.health().retryAfter).toBe(1);
    expect(issuer.asked).toEqual([DISCOVERY]);
    // With nobody asking for them.
    issuer.asked.length = 0;
    advance(0.5);
    await settle();
  }
  issuer.answer = undefined;
  advance(60);
  await settle();
  expect(source.health()).toEqual({ keys: 1, keysAge: 0, fault: undefined, retryAfter: undefined });
  issuer.answer = NO_ANSWER;
  advance(600);
  source.held();
  await settle();
  expect(source.health()).toMatchObject({ keys: 1, keysAge: 600, retryAfter: 1 });
});

it('keeps the keys it has through an outage, at one question per wait', async () => {
  const { issuer, source, advance } = createScene();
  const keys = await source.keys();
  issuer.answer = NO_ANSWER;
  issuer.asked.length = 0;
  advance(600);
  for (let caller = 0; caller < 100; caller += 1) {
    expect(await source.keys()).toBe(keys);
    await settle();
  }
  expect(issuer.asked).toEqual([KEYS]);
  advance(1);
  expect(await source.keys()).toBe(keys);
  await settle();
  // After a failure the address is looked up, too.
  expect(issuer.asked).toEqual([KEYS, DISCOVERY]);
  advance(85_798);
  expect(await source.keys()).toBe(keys);
});

it.each([
  { answer: 'no keys', document: { keys: [] } },
  { answer: 'no list', document: {} },
  { answer: 'keys that are no list', document: { keys: { 0: 'key' } } },
  { answer: 'a list of nothing', document: { keys: [null] } },
])('never replaces its keys by $answer', async ({ document }) => {
  const { issuer, source, advance } = createScene();
  const keys = await source.keys();
  issuer.answer = () => Response.json(document);
  advance(600);
  source.held();
  await settle();
  expect(source.held()).toBe(keys);
  expect(source.health().fault?.message).toBe('The issuer has no key that can verify a signature');
});

it('a flood of unknown kids asks three times at once, then once in 30 seconds', async () => {
  const scene = createScene();
  const { issuer, source, advance } = scene;
  await source.keys();
  issuer.asked.length = 0;
  let kids = 0;
  const flood = async (): Promise<void> => {
    for (let one = 0; one < 100; one += 1) {
      await source.newerThan(await source.keys(), `kid-${(kids += 1)}`);
    }
  };
  await flood();
  // Each time both, for the issuer may have moved its keys.
  expect(issuer.asked).toEqual([DISCOVERY, KEYS, DISCOVERY, KEYS, DISCOVERY, KEYS]);
  const countKeys = (): number => issuer.asked.filter((url) => url === KEYS).length;
  advance(29);
  await flood();
  expect(countKeys()).toBe(3);
  advance(1);
  await flood();
  expect(countKeys()).toBe(4);
  await elapse(scene, 3600);
  issuer.asked.length = 0;
  await flood();
  expect(countKeys()).toBe(3);
});

it('callers who miss the same key at the same time ask once', async () => {
  const { issuer, source } = createScene();
  const keys = await source.keys();
  issuer.asked.length = 0;
  const newer = await Promise.all(
    Array.from({ length: 50 }, () => source.newerThan(keys, 'key-9')),
  );
  expect(new Set(newer).size).toBe(1);
  expect(await source.newerThan(keys, 'key-9')).toBe(newer[0]);
  expect(issuer.asked).toEqual([DISCOVERY, KEYS]);
});

it('does not ask a failing issuer for a newer key', async () => {
  const { issuer, source, advance } = createScene();
  const keys = await source.keys();
  issuer.answer = NO_ANSWER;
  issuer.asked.length = 0;
  expect(await source.newerThan(keys, 'key-9')).toBe(keys);
  expect(await source.newerThan(keys, 'key-9')).toBe(keys);
  expect(issuer.asked).toEqual([DISCOVERY, KEYS]);
  issuer.answer = undefined;
  issuer.keys = [issuer.key.jwk, forgeKey('ES256', 'key-9').jwk];
  advance(1);
  // It is asked in the background, and nobody waits for that.
  expect(await source.newerThan(keys, 'key-9')).toBe(keys);
  await settle();
  expect((await source.newerThan(keys, 'key-9')).has('key-9')).toBe(true);
  expect(issuer.asked).toEqual([DISCOVERY, KEYS, DISCOVERY, KEYS]);
});

it('finds a newer key where the keys were, though the discovery document cannot be had', async () => {
  const { issuer, source } = createScene();
  const keys = await source.keys();
  issuer.answer = (url) =>
    url === KEYS ? Response.json({ keys: issuer.keys }) : new Response(null, { status: 500 });
  issuer.keys = [issuer.key.jwk, forgeKey('ES256', 'key-9').jwk];
  expect((await source.newerThan(keys, 'key-9')).has('key-9')).toBe(true);
  expect(source.health().fault).toBeUndefined();
});

it('asks for keys that replaced others under their names, once a minute', async () => {
  const { issuer, source, advance } = createScene();
  const keys = await source.keys();
  issuer.asked.length = 0;
  advance(59);
  expect(await source.newerThan(keys, undefined)).toBe(keys);
  expect(issuer.asked).toEqual([]);
  advance(1);
  const newer = await Promise.all(
    Array.from({ length: 50 }, () => source.newerThan(keys, undefined)),
  );
  expect(new Set(newer).size).toBe(1);
  expect(newer[0]).not.toBe(keys);
  expect(await source.newerThan(keys, undefined)).toBe(newer[0]);
  expect(issuer.asked).toEqual([DISCOVERY, KEYS]);
});

it('RA-34: says that keys cannot be had where a new key may be among those it cannot ask for', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  const old = issuer.token();
  await verifier.verify(old);
  const key = forgeKey('ES256', 'key-2');
  issuer.answer = NO_ANSWER;
  for (let time = 0; time < 2; time++) {
    const refused = verifier.verify(issuer.token({}, key));
    await expect(refused).rejects.toMatchObject({
      refusal: 'keys_unavailable',
      extensions: { code: 'AUTH_UNAVAILABLE', http: { headers: { 'retry-after': '1' } } },
    });
  }
  expect(await outcomeOf(verifier.verify(old))).toBe('accepted');
  expect(await outcomeOf(verifier.verify(issuer.token({ claims: { sid: 'other' } })))).toBe(
    'accepted',
  );
});

it('accepts a token of a new key right after a renewal', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  await verifier.verify(issuer.token());
  for (const kid of ['key-2', 'key-3', 'key-4']) {
    const key = forgeKey('ES256', kid);
    issuer.keys = [key.jwk];
    expect(await outcomeOf(verifier.verify(issuer.token({}, key)))).toBe('accepted');
  }
});

it.each([
  {
    change: 'the same keys',
    keys: (one: object, two: object) => [two, one],
    trusted: [true, true],
  },
  {
    change: 'one key more',
    keys: (one: object, two: object) => [one, two, forgeKey('RS256', 'c').jwk],
    trusted: [true, true],
  },
  { change: 'one key less', keys: (one: object) => [one], trusted: [true, false] },
  {
    change: 'another alg for a key',
    keys: (one: object, two: object) => [one, { ...two, alg: undefined }],
    trusted: [true, false],
  },
  {
    change: 'another name for a key',
    keys: (one: object, two: object) => [one, { ...two, kid: 'c' }],
    trusted: [true, false],
  },
  {
    change: 'another key of the same name',
    keys: (one: object) => [one, forgeKey('ES256', 'key-2').jwk],
    trusted: [true, false],
  },
])('$change: the keys from before are trusted: $trusted', async ({ keys, trusted }) => {
  const { issuer, source, events } = createScene();
  const [one, two] = [issuer.key.jwk, forgeKey('ES256', 'key-2').jwk];
  issuer.keys = [one, two];
  const before = [...(await source.keys()).keys.values()];
  issuer.keys = keys(one, two);
  await source.newerThan(await source.keys(), 'key-9');
  expect(before.map(({ isTrusted }) => isTrusted)).toEqual(trusted);
  expect(events.at(-1)).toMatchObject({ type: 'keys-renewed', replaced: trusted.includes(false) });
});

it('a closed source asks for nothing more, and keeps what it has', async () => {
  const { issuer, source, advance } = createScene();
  const keys = await source.keys();
  source.close();
  advance(10_000);
  expect(await source.keys()).toBe(keys);
  await settle();
  expect(await source.newerThan(keys, 'key-9')).toBe(keys);
  expect(issuer.asked).toHaveLength(2);
  const unused = createScene();
  unused.source.close();
  await expect(unused.source.keys()).rejects.toThrow('The verifier is closed');
});

it.each([
  { document: 'where its keys are', answers: 1, asked: [DISCOVERY] },
  { document: 'its keys', answers: 2, asked: [DISCOVERY, KEYS] },
])('keeps nothing that comes while it is closed: $document', async ({ answers, asked }) => {
  const { issuer, source, events } = createScene();
  let left = answers;
  // The answer is there, and who asked has not seen it.
  const spy = vi.spyOn(AbortSignal.prototype, 'removeEventListener').mockImplementation(() => {
    left -= 1;
    if (left === 0) source.close();
  });
  onTestFinished(() => {
    spy.mockRestore();
  });
  await expect(source.keys()).rejects.toThrow('The verifier is closed');
  expect([issuer.asked, events, vi.getTimerCount()]).toEqual([asked, [], 0]);
});

it('does not wait for an answer when it is closed', async () => {
  const { issuer, source } = createScene();
  issuer.answer = () => new Promise<Response>(() => undefined);
  const waiting = source.keys();
  source.close();
  await expect(waiting).rejects.toThrow('The verifier is closed');
});

it('no timer of a source keeps the process alive, and close stops it', async () => {
  const timers = vi.spyOn(globalThis, 'setTimeout');
  onTestFinished(() => {
    timers.mockRestore();
  });
  const issuer = scriptIssuer();
  const source = createKeySource({ issuer: ISSUER, fetch: issuer.fetch });
  await source.keys();
  const started = timers.mock.results.map(({ value }) => value as NodeJS.Timeout);
  expect(started.map((timer) => timer.hasRef())).toEqual([false, false, false, false]);
  const stop = vi.spyOn(globalThis, 'clearTimeout');
  source.close();
  expect(stop).toHaveBeenCalledWith(started.at(-1));
  stop.mockRestore();
});

it('gives up keys that could not be renewed for a day, at once and until the issuer answers', async () => {
  const scene = createScene();
  const { issuer, source, advance, events } = scene;
  const keys = await source.keys();
  const [key] = keys.keys.values();
  issuer.answer = NO_ANSWER;
  await elapse(scene, 86_399);
  expect(await source.keys()).toBe(keys);
  expect(key?.isTrusted).toBe(true);
  advance(1);
  await settle();
  expect(source.held()).toBeUndefined();
  expect(key?.isTrusted).toBe(false);
  expect(source.health()).toMatchObject({ keys: 0, keysAge: undefined });
  await source.ready();
  issuer.asked.length = 0;
  // Whoever still has them in hand gets no newer ones.
  expect(await source.newerThan(keys, 'key-9')).toBe(keys);
  for (let caller = 0; caller < 100; caller += 1) {
    await expect(source.keys()).rejects.toThrow('answered with status 503');
  }
  expect(issuer.asked).toEqual([]);
  issuer.answer = undefined;
  await elapse(scene, 60);
  expect((await source.keys()).has('key-1')).toBe(true);
  expect(key?.isTrusted).toBe(false);
  const told = events.map(({ type }) => type).filter((type) => type !== 'keys-failed');
  expect(told).toEqual(['keys-renewed', 'keys-expired', 'unknown-key', 'keys-renewed']);
});

it.each([
  { cacheControl: 'max-age=120', wait: 120 },
  { cacheControl: 'public, MAX-AGE="300"', wait: 300 },
  { cacheControl: 'max-age=5', wait: 60 },
  { cacheControl: 'no-store', wait: 60 },
  { cacheControl: 'no-cache, max-age=300', wait: 60 },
  { cacheControl: 'max-age=86400', wait: 600 },
  { cacheControl: 's-maxage=100', wait: 600 },
  { cacheControl: 'max-age=soon', wait: 600 },
])(
  'keys that came with "$cacheControl" are renewed after $wait s',
  async ({ cacheControl, wait }) => {
    const { issuer, source, advance } = createScene();
    issuer.answer = (url) => {
      if (url !== KEYS) return Response.json({ issuer: ISSUER, jwks_uri: KEYS });
      const headers = { 'cache-control': cacheControl };
      return Response.json({ keys: issuer.keys }, { headers });
    };
    await source.keys();
    issuer.asked.length = 0;
    advance(wait - 0.001);
    expect(issuer.asked).toEqual([]);
    advance(0.001);
    await settle();
    expect(issuer.asked).toEqual([KEYS]);
  },
);

it('a kid that the issuer did not have is not asked for again within 30 seconds', async () => {
  const { issuer, source, advance, events } = createScene();
  const miss = async () => source.newerThan(await source.keys(), 'key-9');
  await miss();
  issuer.asked.length = events.length = 0;
  for (let caller = 0; caller < 100; caller += 1) await miss();
  expect(issuer.asked).toEqual([]);
  expect(events).toEqual(
    Array.from({ length: 100 }, () => ({ type: 'unknown-key', asked: false })),
  );
  advance(30);
  await miss();
  expect(issuer.asked).toEqual([DISCOVERY, KEYS]);
});

it('asks once more at once where a kept connection turns out to be dead', async () => {
  const { issuer, source } = createScene();
  issuer.answer = () => {
    issuer.answer = undefined;
    return Promise.reject(new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } }));
  };
  expect((await source.keys()).keys.size).toBe(1);
  expect(issuer.asked).toEqual([DISCOVERY, DISCOVERY, KEYS]);
});

it.each(['ECONNREFUSED', 'ENOTFOUND', undefined])(
  'does not ask again where the connection fails with %s',
  async (code) => {
    const { issuer, source } = createScene();
    issuer.answer = () => Promise.reject(new TypeError('fetch failed', { cause: { code } }));
    await expect(source.keys()).rejects.toThrow(`${DISCOVERY} could not be read`);
    expect(issuer.asked).toEqual([DISCOVERY]);
  },
);

it.each([
  { random: 0, wait: 8 },
  { random: 0.5, wait: 7 },
  { random: 0.999, wait: 6.002 },
])('waits $wait s after the fourth failure where chance says $random', ({ random, wait }) => {
  const backOff = createBackOff(
    () => 0,
    () => random,
  );
  for (let failure = 0; failure < 4; failure += 1) backOff.failed();
  expect(backOff.remaining()).toBeCloseTo(wait, 6);
});

it('goes on where what it tells of throws', async () => {
  const warnings = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  onTestFinished(() => {
    warnings.mockRestore();
  });
  const issuer = scriptIssuer();
  const verifier = issuer.verifier({
    onEvent() {
      throw new Error('no metrics today');
    },
  });
  expect(await outcomeOf(verifier.verify(issuer.token()))).toBe('accepted');
  expect(warnings).toHaveBeenCalledWith('onEvent: Error: no metrics today');
  verifier.close();
});

it('reads no further once its time is up, though its fetch knows no signals', async () => {
  let pulls = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setImmediate(resolve));
      pulls += 1;
      controller.enqueue(new Uint8Array(1));
    },
  });
  const source = createKeySource({
    issuer: ISSUER,
    fetch: () => Promise.resolve(new Response(body)),
    timeout: 20,
  });
  await expect(source.keys()).rejects.toThrow(`${DISCOVERY} did not answer in time`);
  await settle();
  const stoppedAt = pulls;
  for (let turn = 0; turn < 20; turn += 1) await settle();
  // One may have been under way.
  expect(pulls - stoppedAt).toBeLessThanOrEqual(2);
  source.close();
});
