import { expect, it, onTestFinished, vi } from 'vitest';
import { createTokenVerifier } from '../../src/tokens/index.js';
import type { TokenVerifier, VerifierEvent } from '../../src/tokens/index.js';
import { forge, forgeKey } from '../support/forge.js';
import type { ForgeKey } from '../support/forge.js';
import { answer } from '../support/handlers.js';
import { holdTime, until } from '../support/held-time.js';
import type { HeldTime } from '../support/held-time.js';
import { DISCOVERY, KEYS, serveIssuer } from '../support/loopback-issuer.js';
import type { LoopbackIssuer } from '../support/loopback-issuer.js';
import { AUDIENCE, CLAIMS, NOW, outcomeOf } from '../support/scripted-issuer.js';

interface Member extends LoopbackIssuer {
  readonly key: ForgeKey;
  readonly token: (changes?: object, key?: ForgeKey) => string;
}

interface Federation {
  readonly a: Member;
  readonly b: Member;
  readonly verifier: TokenVerifier;
  readonly time: HeldTime;
  readonly events: readonly VerifierEvent[];
}

/** Two issuers whose keys have the same name, and one verifier that trusts both. */
async function federate(): Promise<Federation> {
  const [a, b] = [await join(), await join()];
  const time = holdTime(NOW);
  const events: VerifierEvent[] = [];
  const verifier = createTokenVerifier({
    issuers: [a, b].map(({ issuer }) => ({ issuer, audience: AUDIENCE })),
    clock: time.clock,
    onEvent: (event) => events.push(event),
  });
  return { a, b, verifier, time, events };
}

async function join(): Promise<Member> {
  const key = forgeKey('ES256', 'key-1');
  const issuer = await serveIssuer([key.jwk]);
  return Object.assign(issuer, {
    key,
    token: (changes: object = {}, signer = key) =>
      forge({ claims: { ...CLAIMS, iss: issuer.issuer, ...changes } }, signer),
  });
}

it('each issuer signs for itself: keys are not shared, though they have one name', async () => {
  const { a, b, verifier } = await federate();
  expect(await outcomeOf(verifier.verify(a.token()))).toBe('accepted');
  expect(await outcomeOf(verifier.verify(b.token()))).toBe('accepted');
  expect(await outcomeOf(verifier.verify(a.token({}, b.key)))).toBe('wrong_signature');
  expect(await outcomeOf(verifier.verify(b.token({}, a.key)))).toBe('wrong_signature');
  const other = forgeKey('ES256', 'of-b');
  b.keys.push(other.jwk);
  expect(await outcomeOf(verifier.verify(b.token({}, other)))).toBe('accepted');
  expect(await outcomeOf(verifier.verify(a.token({}, other)))).toBe('unknown_key');
  expect((await verifier.verify(a.token())).issuer).toBe(a.issuer);
  expect((await verifier.verify(b.token())).issuer).toBe(b.issuer);
});

it.each([
  { what: '__proto__', iss: '__proto__' },
  { what: 'constructor', iss: 'constructor' },
  { what: 'toString', iss: 'toString' },
  { what: 'the empty text', iss: '' },
  { what: 'null', iss: null },
  { what: 'missing', iss: undefined },
  { what: 'a number', iss: 0 },
  { what: 'true', iss: true },
  { what: 'an object', iss: { toString: 'a' } },
  { what: 'an empty list', iss: [] },
  { what: '256 characters', iss: `https://${'x'.repeat(248)}` },
  { what: '4000 characters', iss: 'x'.repeat(4000) },
])('an iss that is $what is nobody, and nobody is asked', async ({ iss }) => {
  const { a, b, verifier } = await federate();
  expect(await outcomeOf(verifier.verify(a.token({ iss })))).toBe('wrong_issuer');
  expect([...a.asked, ...b.asked]).toEqual([]);
});

it('an iss that is almost that of an issuer is nobody', async () => {
  const { a, b, verifier } = await federate();
  const { issuer } = a;
  const near = [
    ...[`${issuer}/`, ` ${issuer}`, `${issuer}#`, issuer.toUpperCase(), `${issuer}\0`],
    ...[[issuer], [issuer, b.issuer], { issuer }, issuer.replace('127.0.0.1', 'localhost')],
  ];
  for (const iss of near) {
    expect(await outcomeOf(verifier.verify(a.token({ iss })))).toBe('wrong_issuer');
  }
  expect([...a.asked, ...b.asked]).toEqual([]);
});

it("one issuer's outage leaves the other's tokens alone", async () => {
  const { a, b, verifier, time } = await federate();
  a.misbehave = { keys: answer({ status: 500 }) };
  expect(await outcomeOf(verifier.verify(a.token()))).toBe('keys_unavailable');
  expect(await outcomeOf(verifier.verify(b.token()))).toBe('accepted');
  expect(verifier.health()).toMatchObject({
    keys: 0,
    cachedTokens: 1,
    issuers: [
      { issuer: a.issuer, keys: 0, keysAge: undefined, retryAfter: 1 },
      { issuer: b.issuer, keys: 1, keysAge: 0, fault: undefined, retryAfter: undefined },
    ],
  });
  expect(verifier.health().fault?.message).toBe(`${a.issuer}${KEYS} answered with status 500`);
  a.misbehave = {};
  time.advance(1);
  await until(() => verifier.health().fault === undefined);
  expect(await outcomeOf(verifier.verify(a.token()))).toBe('accepted');
  expect([a.asked, b.asked]).toEqual([
    [DISCOVERY, KEYS, DISCOVERY, KEYS],
    [DISCOVERY, KEYS],
  ]);
});

it('a key that one issuer takes away ends its own tokens and no others', async () => {
  const { a, b, verifier, time, events } = await federate();
  const [ours, theirs] = [a.token({ exp: NOW + 3600 }), b.token({ exp: NOW + 3600 })];
  await verifier.verify(ours);
  await verifier.verify(theirs);
  a.keys = [forgeKey('ES256', 'key-2').jwk];
  time.advance(600);
  await until(() => events.filter(({ type }) => type === 'keys-renewed').length === 4);
  expect(await outcomeOf(verifier.verify(ours))).toBe('unknown_key');
  expect(await outcomeOf(verifier.verify(theirs))).toBe('accepted');
  expect(verifier.health().cachedTokens).toBe(1);
});

it("a flood of unknown kids in one issuer's name uses up nothing of the other's", async () => {
  const { a, b, verifier } = await federate();
  for (let one = 0; one < 50; one += 1) {
    await outcomeOf(verifier.verify(a.token({}, { ...a.key, kid: `${one}` })));
  }
  expect(a.asked.filter((path) => path === KEYS)).toHaveLength(4);
  expect(b.asked).toEqual([]);
  await verifier.verify(b.token());
  const next = forgeKey('ES256', 'next');
  b.keys.push(next.jwk);
  expect(await outcomeOf(verifier.verify(b.token({}, next)))).toBe('accepted');
});

it('is ready when one issuer is, and not while none is', async () => {
  const { a, b, verifier, time } = await federate();
  const down = answer({ status: 503 });
  [a.misbehave, b.misbehave] = [{ discovery: down }, { discovery: down }];
  await expect(verifier.ready()).rejects.toThrow(
    `${a.issuer}${DISCOVERY} answered with status 503`,
  );
  b.misbehave = {};
  time.advance(1);
  await verifier.ready();
  expect(verifier.health().issuers?.map(({ keys }) => keys)).toEqual([0, 1]);
  a.misbehave = {};
  await until(() => verifier.health().fault !== undefined);
  time.advance(2);
  await until(() => verifier.health().fault === undefined);
  expect(verifier.health().issuers?.map(({ keys }) => keys)).toEqual([1, 1]);
});

it('tells of each issuer what happened, in order, and nothing of tokens', async () => {
  const { a, b, verifier, time, events } = await federate();
  await verifier.verify(a.token({ auth_time: undefined }));
  await verifier.verify(b.token());
  await outcomeOf(verifier.verify(b.token({}, { ...b.key, kid: 'secret-kid' })));
  a.misbehave = { keys: answer({ status: 500, body: 'secret-body' }) };
  time.advance(600);
  await until(() => events.filter(({ type }) => type === 'keys-failed').length === 1);
  await until(() => events.filter(({ type }) => type === 'keys-renewed').length === 4);
  const renewed = { type: 'keys-renewed', keys: 1, replaced: false };
  expect(events.filter(({ issuer }) => issuer === a.issuer)).toEqual([
    { issuer: a.issuer, ...renewed },
    { issuer: a.issuer, type: 'auth-time-missing', advice: expect.any(String) as string },
    {
      issuer: a.issuer,
      type: 'keys-failed',
      fault: expect.objectContaining({
        message: `${a.issuer}${KEYS} answered with status 500`,
      }) as Error,
      retryAfter: 1,
    },
  ]);
  expect(events.filter(({ issuer }) => issuer === b.issuer)).toEqual([
    { issuer: b.issuer, ...renewed },
    { issuer: b.issuer, type: 'unknown-key', asked: true },
    { issuer: b.issuer, ...renewed },
    { issuer: b.issuer, ...renewed },
  ]);
  expect(JSON.stringify(events)).not.toContain('secret');
  expect(JSON.stringify(events)).not.toContain(CLAIMS.sub);
});

it('an issuer is named once', () => {
  const one = { issuer: 'https://issuer.test', audience: AUDIENCE };
  expect(() => createTokenVerifier({ issuers: [one, { ...one, audience: 'other' }] })).toThrow(
    '"issuers" must name each issuer once',
  );
});

const WARNING = 'onEvent: Error: no metrics today';

it.each<{ what: string; onEvent: () => unknown; warning?: string }>([
  {
    what: 'throws',
    onEvent: () => {
      throw new Error('no metrics today');
    },
  },
  { what: 'rejects', onEvent: () => Promise.reject(new Error('no metrics today')) },
  {
    what: 'rejects with what is no text',
    onEvent: () => Promise.resolve().then(() => Promise.reject(Object.create(null) as Error)),
    warning: 'onEvent: object',
  },
])('a listener that $what refuses nobody', async ({ onEvent, warning = WARNING }) => {
  const warnings: unknown[] = [];
  const spy = vi.spyOn(process, 'emitWarning').mockImplementation((warning) => {
    warnings.push(warning);
  });
  onTestFinished(() => {
    spy.mockRestore();
  });
  const member = await join();
  const time = holdTime(NOW);
  const verifier = createTokenVerifier({
    ...{ issuer: member.issuer, audience: AUDIENCE, clock: time.clock },
    onEvent: onEvent,
  });
  const token = member.token({ auth_time: undefined });
  expect(await outcomeOf(verifier.verify(token))).toBe('accepted');
  await until(() => warnings.length === 2);
  expect(warnings).toEqual([warning, warning]);
});
