import { expect, it } from 'vitest';
import { encodePart, forgeKey } from '../support/forge.js';
import { settle, until } from '../support/held-time.js';
import { openIssuerScene } from '../support/issuer-scene.js';
import type { IssuerScene } from '../support/issuer-scene.js';
import { DISCOVERY, KEYS, sendJson } from '../support/loopback-issuer.js';
import { outcomeOf } from '../support/scripted-issuer.js';

const NEXT = forgeKey('ES256', 'key-2');
const count = ({ issuer }: IssuerScene, path: string): number =>
  issuer.asked.filter((one) => one === path).length;

/** What anybody can make of a token: another key named, and nothing signed. */
function rename(token: string, kid: string): string {
  const [, ...rest] = token.split('.');
  return [encodePart({ alg: 'ES256', kid }), ...rest].join('.');
}

/** Tokens that each name another key; every outcome there was. */
async function flood(scene: IssuerScene, size: number, name: string): Promise<Set<unknown>> {
  const { verifier, token } = scene;
  const outcomes = new Set<unknown>();
  const junk = token('attacker');
  for (let one = 0; one < size; one += 1) {
    outcomes.add(await outcomeOf(verifier.verify(rename(junk, `${name}-${one}`))));
  }
  return outcomes;
}

it('accepts a token of a new key right after a renewal, three times in a row', async () => {
  const scene = await openIssuerScene();
  const { issuer, verifier, token } = scene;
  await verifier.verify(token('user'));
  for (const kid of ['a', 'b', 'c']) {
    const key = forgeKey('ES256', kid);
    issuer.keys = [...issuer.keys, key.jwk];
    expect(await outcomeOf(verifier.verify(token('user', key)))).toBe('accepted');
  }
  expect(count(scene, KEYS)).toBe(4);
  // Nothing that was added has ended anything.
  expect(verifier.health().cachedTokens).toBe(4);
});

it('ten thousand unknown kids ask for keys three times, and good tokens do not notice', async () => {
  const scene = await openIssuerScene();
  const { issuer, verifier, time, token, events } = scene;
  const [known, stolen] = [token('user'), token('attacker')];
  await verifier.verify(known);
  issuer.asked.length = 0;
  const good: unknown[] = [];
  const junk = Array.from({ length: 10_000 }, (_, index) => index);
  const outcomes = await Promise.all(
    junk.map((index) => {
      if (index % 100 === 0)
        good.push(outcomeOf(verifier.verify(index % 200 ? known : token(`${index}`))));
      return outcomeOf(verifier.verify(rename(stolen, `flood-${index}`)));
    }),
  );
  expect(new Set(outcomes)).toEqual(new Set(['unknown_key']));
  expect(new Set(await Promise.all(good))).toEqual(new Set(['accepted']));
  expect(count(scene, KEYS)).toBeLessThanOrEqual(3);
  expect(count(scene, DISCOVERY)).toBeLessThanOrEqual(3);
  expect(verifier.health()).toMatchObject({ fault: undefined, cachedTokens: 51 });
  const told = events.filter((event) => event.type === 'unknown-key');
  expect(told).toHaveLength(10_000);
  // One after the other, it is no more.
  await flood(scene, 200, 'more');
  expect(count(scene, KEYS)).toBeLessThanOrEqual(3);
  time.advance(30);
  await flood(scene, 200, 'later');
  expect(count(scene, KEYS)).toBeLessThanOrEqual(4);
});

it('a key that comes during a flood is accepted within 30 seconds, and nobody else notices', async () => {
  const scene = await openIssuerScene();
  const { issuer, verifier, time, token } = scene;
  await verifier.verify(token('user'));
  expect(await flood(scene, 100, 'before')).toEqual(new Set(['unknown_key']));
  issuer.keys = [...issuer.keys, NEXT.jwk];
  const rotated = token('user', NEXT);
  // The price of the bound: nothing is left to ask with.
  expect(await outcomeOf(verifier.verify(rotated))).toBe('unknown_key');
  time.advance(29);
  expect(await flood(scene, 20, 'during')).toEqual(new Set(['unknown_key']));
  expect(await outcomeOf(verifier.verify(rotated))).toBe('unknown_key');
  time.advance(1);
  // Whoever asks, asks for all.
  expect(await flood(scene, 20, 'after')).toEqual(new Set(['unknown_key']));
  expect(await outcomeOf(verifier.verify(rotated))).toBe('accepted');
  expect(await outcomeOf(verifier.verify(token('user')))).toBe('accepted');
});

it('a kid that was asked for before its key came is asked for again after 30 seconds', async () => {
  const scene = await openIssuerScene();
  const { issuer, verifier, time, token } = scene;
  await verifier.verify(token('user'));
  const rotated = token('user', NEXT);
  expect(await outcomeOf(verifier.verify(rotated))).toBe('unknown_key');
  issuer.keys = [...issuer.keys, NEXT.jwk];
  expect(await outcomeOf(verifier.verify(rotated))).toBe('unknown_key');
  time.advance(30);
  expect(await outcomeOf(verifier.verify(rotated))).toBe('accepted');
  expect(count(scene, KEYS)).toBe(3);
});

it('an answer that was under way before the key came is no answer about the key', async () => {
  const scene = await openIssuerScene();
  const { issuer, verifier, time, token, key } = scene;
  await verifier.verify(token('user'));
  let answer = (): void => undefined;
  issuer.misbehave = {
    keys(_request, response) {
      // As it was when it was asked.
      answer = () => {
        sendJson(response, { keys: [key.jwk] });
      };
      issuer.misbehave = {};
    },
  };
  issuer.asked.length = 0;
  time.advance(600);
  await until(() => count(scene, KEYS) === 1);
  issuer.keys = [key.jwk, NEXT.jwk];
  const rotated = outcomeOf(verifier.verify(token('user', NEXT)));
  await settle();
  answer();
  expect(await rotated).toBe('accepted');
  expect(count(scene, KEYS)).toBe(2);
});

it('the key that was taken away ends the tokens that it signed, and no other', async () => {
  const { issuer, verifier, time, token, key, renewals } = await openIssuerScene();
  issuer.keys = [key.jwk, NEXT.jwk];
  const ours = Array.from({ length: 20 }, (_, user) => token(`a-${user}`));
  const theirs = Array.from({ length: 20 }, (_, user) => token(`b-${user}`, NEXT));
  for (const one of [...ours, ...theirs]) await verifier.verify(one);
  issuer.keys = [NEXT.jwk];
  time.advance(600);
  await renewals(2);
  for (const one of ours) expect(await outcomeOf(verifier.verify(one))).toBe('unknown_key');
  expect(verifier.health().cachedTokens).toBe(20);
  for (const one of theirs) expect(await outcomeOf(verifier.verify(one))).toBe('accepted');
  expect(verifier.health().cachedTokens).toBe(20);
});

it('one name with other material ends what the old one signed, and lets the new one in', async () => {
  const { issuer, verifier, time, token, renewals } = await openIssuerScene();
  const old = token('user');
  await verifier.verify(old);
  const successor = forgeKey('ES256', 'key-1');
  issuer.keys = [successor.jwk];
  time.advance(600);
  await renewals(2);
  expect(await outcomeOf(verifier.verify(old))).toBe('wrong_signature');
  expect(await outcomeOf(verifier.verify(token('user', successor)))).toBe('accepted');
});

it('a key that comes back is trusted anew, and its old tokens are verified anew', async () => {
  const { issuer, verifier, time, token, key, renewals } = await openIssuerScene();
  const one = token('user');
  await verifier.verify(one);
  issuer.keys = [NEXT.jwk];
  time.advance(600);
  await renewals(2);
  expect(await outcomeOf(verifier.verify(one))).toBe('unknown_key');
  issuer.keys = [key.jwk];
  time.advance(600);
  await renewals(3);
  expect(await outcomeOf(verifier.verify(one))).toBe('accepted');
});

it.each([
  { what: 'under the name of the old one', kid: 'key-1' },
  { what: 'without a name', kid: undefined },
])('a new key $what is accepted at once, a minute after the last question', async ({ kid }) => {
  const scene = await openIssuerScene();
  const { issuer, verifier, time, token } = scene;
  await verifier.verify(token('user'));
  const next = { ...forgeKey('ES256', 'key-1'), kid } as typeof NEXT;
  issuer.keys = [{ ...next.jwk, kid }];
  issuer.asked.length = 0;
  time.advance(60);
  const callers = Array.from({ length: 20 }, (_, caller) => token(`user-${caller}`, next));
  const outcomes = await Promise.all(callers.map((one) => outcomeOf(verifier.verify(one))));
  expect(new Set(outcomes)).toEqual(new Set(['accepted']));
  expect(count(scene, KEYS)).toBe(1);
});

it('a thousand wrong signatures ask for keys once a minute', async () => {
  const scene = await openIssuerScene();
  const { issuer, verifier, time, token } = scene;
  await verifier.verify(token('user'));
  issuer.asked.length = 0;
  const forger = forgeKey('ES256', 'key-1');
  for (let minute = 1; minute <= 3; minute += 1) {
    time.advance(60);
    const outcomes = Array.from({ length: 334 }, (_, one) =>
      outcomeOf(verifier.verify(token(`${minute}-${one}`, forger))),
    );
    expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['wrong_signature']));
    expect(count(scene, KEYS)).toBe(minute);
  }
});
