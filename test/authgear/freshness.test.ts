import { expect, it } from 'vitest';
import { createTurns } from '../../src/authgear/turns.js';
import { NOW, signedIn } from '../support/session-resolver.js';
import { watchSource } from '../support/session-source.js';

it('a recent sign-in is asked about once in five seconds', async () => {
  const { resolver, find, wall, elapsed } = await watchSource();
  resolver.sessions.set('token', signedIn(3));
  expect([await find('token'), await find('token')]).toEqual(['user-1', 'user-1']);
  wall.advance(4);
  elapsed.advance(4.9);
  expect(await find('token')).toBe('user-1');
  expect(resolver.asked).toHaveLength(1);
  elapsed.advance(0.1);
  expect(await find('token')).toBe('user-1');
  expect(resolver.asked).toHaveLength(2);
});

it.each([
  { who: 'who signed in as long ago as the smallest window', session: signedIn(30), asked: 1 },
  { who: 'who signed in a second earlier', session: signedIn(31), asked: 2 },
  { who: 'who signed in this second', session: signedIn(0), asked: 1 },
  { who: 'who signed in tomorrow', session: signedIn(-86_400), asked: 2 },
  {
    who: 'of whom no sign-in is known',
    session: { userId: 'user-1', authenticatedAt: undefined },
    asked: 2,
  },
  {
    who: 'of whom the time is in milliseconds',
    session: { userId: 'user-1', authenticatedAt: NOW * 1000 },
    asked: 2,
  },
  { who: 'who never signed in', session: { ...signedIn(3), anonymous: true }, asked: 2 },
  { who: 'who has no session', session: undefined, asked: 2 },
])('of two requests of somebody $who, $asked ask', async ({ session, asked }) => {
  const { resolver, find } = await watchSource();
  if (session) resolver.sessions.set('token', session);
  expect(await find('token')).toBe(await find('token'));
  expect(resolver.asked).toHaveLength(asked);
});

it('an answer is used no longer once the sign-in is older than the smallest window', async () => {
  const { resolver, find, wall } = await watchSource();
  resolver.sessions.set('token', signedIn(29));
  await find('token');
  wall.advance(1);
  await find('token');
  expect(resolver.asked).toHaveLength(1);
  wall.advance(1);
  await find('token');
  expect(resolver.asked).toHaveLength(2);
});

it.each([
  { clock: 'the wall clock is set back', wall: -3600, elapsed: 0 },
  { clock: 'the wall clock is set forward', wall: 3600, elapsed: 0 },
  { clock: 'the wall clock stands still', wall: 0, elapsed: 5 },
])('an answer is used no longer when $clock', async ({ wall: jump, elapsed: passed }) => {
  const { resolver, find, wall, elapsed } = await watchSource();
  resolver.sessions.set('token', signedIn(3));
  await find('token');
  wall.advance(jump);
  elapsed.advance(passed);
  await find('token');
  expect(resolver.asked).toHaveLength(2);
});

it('a session that ended is forgotten at once where it is asked about', async () => {
  const { resolver, find, elapsed } = await watchSource();
  resolver.sessions.set('token', signedIn(3));
  await find('token');
  resolver.sessions.delete('token');
  elapsed.advance(5);
  expect([await find('token'), await find('token')]).toEqual(['invalid', 'invalid']);
});

it('nothing is used again with cacheSeconds 0', async () => {
  const { resolver, find } = await watchSource({ cacheSeconds: 0 });
  resolver.sessions.set('token', signedIn(3));
  await find('token');
  await find('token');
  expect(resolver.asked).toHaveLength(2);
});

it('no more answers are remembered than cacheSize', async () => {
  const { resolver, find } = await watchSource({ cacheSize: 2 });
  for (const token of ['a', 'b', 'c', 'a', 'c']) {
    resolver.sessions.set(token, signedIn(3, token));
    expect(await find(token)).toBe(token);
  }
  expect(resolver.asked.map(({ authorization }) => authorization)).toEqual([
    ...['Bearer a', 'Bearer b', 'Bearer c', 'Bearer a'],
  ]);
});

it('answers that are of no use again take the place of nobody', async () => {
  const { resolver, find } = await watchSource({ cacheSize: 1 });
  resolver.sessions.set('fresh', signedIn(3)).set('stale', signedIn(900));
  for (const token of ['fresh', 'stale', 'fresh']) await find(token);
  expect(resolver.asked).toHaveLength(2);
});

it('who waited while a session ended ends it for all', async () => {
  const { resolver, find } = await watchSource();
  const held: (() => void)[] = [];
  resolver.hold = () => new Promise<void>((release) => held.push(release));
  resolver.sessions.set('token', signedIn(3));
  const before = find('token');
  await expect.poll(() => held.length).toBe(1);
  resolver.sessions.delete('token');
  const after = find('token');
  resolver.hold = undefined;
  held[0]?.();
  expect(await Promise.all([before, after])).toEqual(['user-1', 'invalid']);
  expect(await find('token')).toBe('invalid');
});

it('nothing is kept of those whom nobody asks about any more', async () => {
  const inTurn = createTurns<number>();
  let asked = 0;
  const ask = () => {
    asked += 1;
    return Promise.resolve(asked);
  };
  for (const turns of [1, 2, 3]) {
    const answer = inTurn('key', ask);
    // At once: nobody is before.
    expect(asked).toBe(turns);
    expect(await answer).toBe(turns);
  }
});

it('a cookie and a token of the same text are two sessions', async () => {
  const { resolver, find, source } = await watchSource();
  resolver.sessions.set('same', signedIn(3));
  await find('same');
  await source.find({ name: 'cookie', value: 'session=same' });
  expect(resolver.asked).toHaveLength(2);
});

it('who asks while an answer is under way gets the next one, and it shows a sign-in meanwhile', async () => {
  const { resolver, source } = await watchSource();
  const credentials = { name: 'cookie', value: 'session=value' } as const;
  const ages = (sessions: readonly unknown[]) =>
    sessions.map((one) => NOW - (one as { authTime: number }).authTime);
  const held: (() => void)[] = [];
  resolver.hold = () => new Promise<void>((release) => held.push(release));
  resolver.sessions.set('value', signedIn(900));

  const before = source.find(credentials);
  await expect.poll(() => held.length).toBe(1);
  // Signed in anew, and back before the answer that was made without it.
  resolver.sessions.set('value', signedIn(0));
  const after = Array.from({ length: 20 }, () => source.find(credentials));
  resolver.hold = undefined;
  held[0]?.();
  expect(ages(await Promise.all([before, ...after]))).toEqual([900, ...after.map(() => 0)]);
  expect(resolver.asked).toHaveLength(2);
});

it('a thousand requests in one moment with the same cookie ask twice', async () => {
  const { resolver, source } = await watchSource();
  resolver.sessions.set('value', signedIn(900));
  const credentials = { name: 'cookie', value: 'session=value' } as const;
  await Promise.all(Array.from({ length: 1000 }, () => source.find(credentials)));
  expect(resolver.asked).toHaveLength(2);
  await source.find(credentials);
  expect(resolver.asked).toHaveLength(3);
});

it('asks by GET, over kept connections, and sends nothing but the credentials', async () => {
  const { resolver, find } = await watchSource();
  for (const token of 'abcdefghijkl') await find(token);
  // One may not yet be free when the next question comes.
  expect(resolver.connections).toBeLessThanOrEqual(2);
  const { host, connection, ...headers } = resolver.asked[0] ?? {};
  expect({ host, connection }).toEqual({
    host: new URL(resolver.endpoint).host,
    connection: 'keep-alive',
  });
  expect(headers).toEqual({
    ...{ accept: '*/*', 'accept-encoding': 'gzip, deflate', 'accept-language': '*' },
    ...{ authorization: 'Bearer a', 'sec-fetch-mode': 'cors', 'user-agent': 'node' },
  });
});
