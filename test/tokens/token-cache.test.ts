import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { TokenVerifier } from '../../src/tokens/index.js';
import { forgeKey } from '../support/forge.js';
import { AUDIENCE, CLAIMS, NOW, outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';

/** Counts signatures that were really checked. */
function countChecks(): () => number {
  const verify = vi.spyOn(crypto.subtle, 'verify');
  onTestFinished(() => {
    verify.mockRestore();
  });
  return () => verify.mock.calls.length;
}

/** Moves the clock by which keys age; the wall clock stays. */
function movableProcessClock(): (seconds: number) => void {
  let now = 1_000_000;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
    clock.mockRestore();
  });
  return (seconds) => {
    now += seconds * 1000;
    vi.advanceTimersByTime(seconds * 1000);
  };
}

/** The request that notices old keys does not wait for the new ones. */
async function untilRenewed(verifier: TokenVerifier): Promise<void> {
  await vi.waitFor(() => {
    expect(verifier.health().keysAge).toBe(0);
  });
}

it('checks the signature of a token once', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  const checks = countChecks();
  const token = issuer.token();
  const first = await verifier.verify(token);
  expect(await verifier.verify(token)).toBe(first);
  expect(checks()).toBe(1);
});

it('RA-41: refuses a remembered token once it expired', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  const token = issuer.token();
  await verifier.verify(token);
  issuer.clock.advance(294);
  expect(await outcomeOf(verifier.verify(token))).toBe('accepted');
  issuer.clock.advance(1);
  expect(await outcomeOf(verifier.verify(token))).toBe('expired');
  issuer.clock.advance(3600);
  expect(await outcomeOf(verifier.verify(token))).toBe('expired');
});

describe.each([-3600, -100, -16, -15, 0, 289, 294, 295, 3600, NaN])('%s seconds on', (seconds) => {
  it('a remembered token meets the verdict that a new one meets', async () => {
    const issuer = scriptIssuer();
    const [warm, cold] = [issuer.verifier(), issuer.verifier()];
    const token = issuer.token();
    await warm.verify(token);
    if (Number.isNaN(seconds)) vi.spyOn(issuer, 'clock');
    else issuer.clock.advance(seconds);
    expect(await outcomeOf(warm.verify(token))).toBe(await outcomeOf(cold.verify(token)));
  });
});

it('a clock that knows no time lets no remembered token in', async () => {
  const issuer = scriptIssuer();
  let now = NOW;
  const verifier = issuer.verifier({ clock: () => now });
  const token = issuer.token();
  await verifier.verify(token);
  now = NaN;
  expect(await outcomeOf(verifier.verify(token))).toBe('expired');
});

it('a remembered token is refused after its key was withdrawn', async () => {
  const advance = movableProcessClock();
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  const token = issuer.token();
  await verifier.verify(token);
  issuer.keys = [forgeKey('ES256', 'key-2').jwk];
  advance(600);
  expect(await outcomeOf(verifier.verify(token))).toBe('accepted');
  await untilRenewed(verifier);
  expect(await outcomeOf(verifier.verify(token))).toBe('unknown_key');
});

it.each([
  { change: 'a key was added', keys: (jwk: object) => [forgeKey('ES256', 'key-2').jwk, jwk] },
  { change: 'nothing changed', keys: (jwk: object) => [jwk] },
  { change: 'only the spelling changed', keys: (jwk: object) => [{ x5t: 'x', ext: true, ...jwk }] },
])('tokens stay remembered when $change', async ({ keys }) => {
  const advance = movableProcessClock();
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  const token = issuer.token();
  await verifier.verify(token);
  const checks = countChecks();
  issuer.keys = keys(issuer.key.jwk);
  advance(600);
  await verifier.verify(token);
  await untilRenewed(verifier);
  await verifier.verify(token);
  expect(checks()).toBe(0);
});

it('one name with a new key: what the old one signed is refused, the new accepted', async () => {
  const advance = movableProcessClock();
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  const token = issuer.token();
  await verifier.verify(token);
  const successor = forgeKey('ES256', 'key-1');
  issuer.keys = [successor.jwk];
  advance(600);
  await verifier.verify(token);
  await untilRenewed(verifier);
  expect(await outcomeOf(verifier.verify(token))).toBe('wrong_signature');
  expect(await outcomeOf(verifier.verify(issuer.token({}, successor)))).toBe('accepted');
});

it('refuses a token whose key was withdrawn during its verification', async () => {
  const advance = movableProcessClock();
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  await verifier.ready();
  const release = holdSignatureChecks();
  const verifying = outcomeOf(verifier.verify(issuer.token()));
  issuer.keys = [forgeKey('ES256', 'key-2').jwk];
  advance(600);
  const refused = outcomeOf(verifier.verify(issuer.token({ claims: { aud: 'stranger' } })));
  expect(await refused).toBe('wrong_audience');
  await untilRenewed(verifier);
  release();
  expect(await verifying).toBe('unknown_key');
  expect(verifier.health().cachedTokens).toBe(0);
});

it('ends remembered tokens with keys that are too old, though no timer said so', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier({ maxKeyAge: 600 });
  const token = issuer.token({ claims: { exp: NOW + 3600 } });
  const authentication = await verifier.verify(token);
  issuer.answer = () => new Response(null, { status: 503 });
  // As on a machine that slept: the timers stood still, and the process's clock with them.
  issuer.clock.advance(599);
  expect(await verifier.isCurrent(authentication)).toBe(true);
  expect(await outcomeOf(verifier.verify(token))).toBe('accepted');
  issuer.clock.advance(1);
  expect(await verifier.isCurrent(authentication)).toBe(false);
  expect(await outcomeOf(verifier.verify(token))).toBe('keys_unavailable');
});

it('what a resolver does to the claims reaches no other request', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  const token = issuer.token({ claims: { nested: { list: [{ role: 'user' }] } } });
  const authentication = await verifier.verify(token);
  const claims = authentication.claims as { nested: { list: { role: string }[] }; admin?: boolean };
  expect(() => (claims.admin = true)).toThrow(TypeError);
  expect(() => claims.nested.list.push({ role: 'admin' })).toThrow(TypeError);
  expect(() => Object.assign(claims.nested.list[0] ?? {}, { role: 'admin' })).toThrow(TypeError);
  expect(() => Object.assign(authentication, { subject: 'admin' })).toThrow(TypeError);
  expect(() => (authentication.amr as string[]).push('mfa')).toThrow(TypeError);
  expect((await verifier.verify(token)).claims).toEqual({
    ...CLAIMS,
    nested: { list: [{ role: 'user' }] },
  });
});

it('neither the signature nor the claims of a remembered token vouch for others', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  const token = issuer.token();
  await verifier.verify(token);
  const [header, payload, signature] = token.split('.');
  const [, forged] = issuer.token({ claims: { sub: 'admin' } }).split('.');
  const [, , other] = issuer.token({}, forgeKey('ES256', 'key-1')).split('.');
  expect(await outcomeOf(verifier.verify(`${header}.${forged}.${signature}`))).toBe(
    'wrong_signature',
  );
  expect(await outcomeOf(verifier.verify(`${header}.${payload}.${other}`))).toBe('wrong_signature');
});

it('junk does not displace what is remembered', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier({ cacheSize: 1 });
  const token = issuer.token();
  await verifier.verify(token);
  const checks = countChecks();
  const body = token.slice(0, token.lastIndexOf('.'));
  const refused = issuer.token({ claims: { exp: NOW - 100 } });
  for (let index = 0; index < 500; index += 1) {
    const junk = Buffer.alloc(64, `junk ${index}`).toString('base64url');
    const spam = [`${body}.${junk}`, `junk.${index}.`, `${refused.slice(0, -86)}${junk}`];
    for (const one of spam) expect(await outcomeOf(verifier.verify(one))).not.toBe('accepted');
  }
  expect(checks()).toBe(500);
  await verifier.verify(token);
  expect([checks(), verifier.health().cachedTokens]).toEqual([500, 1]);
});

it('two verifiers with other audiences share nothing', async () => {
  const issuer = scriptIssuer();
  const [ours, theirs] = [issuer.verifier(), issuer.verifier({ audience: 'other-client' })];
  const token = issuer.token();
  expect(await outcomeOf(ours.verify(token))).toBe('accepted');
  expect(await outcomeOf(theirs.verify(token))).toBe('wrong_audience');
});

it('64 callers with one new token share one check', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  const checks = countChecks();
  const token = issuer.token();
  const all = await Promise.all(Array.from({ length: 64 }, () => verifier.verify(token)));
  expect(new Set(all).size).toBe(1);
  expect(checks()).toBe(1);
});

it('64 callers with one bad token share its refusal, which is not remembered', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  const checks = countChecks();
  const token = issuer.token({}, forgeKey('ES256', 'key-1'));
  const all = Array.from({ length: 64 }, () => outcomeOf(verifier.verify(token)));
  expect(new Set(await Promise.all(all))).toEqual(new Set(['wrong_signature']));
  expect([checks(), verifier.health().cachedTokens]).toEqual([1, 0]);
  expect(await outcomeOf(verifier.verify(token))).toBe('wrong_signature');
  expect(checks()).toBe(2);
});

it('forgets the token that was not seen for longest', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier({ cacheSize: 2 });
  const [one = '', two = '', three = ''] = ['1', '2', '3'].map((sub) =>
    issuer.token({ claims: { sub } }),
  );
  await verifier.verify(one);
  await verifier.verify(two);
  await verifier.verify(one);
  await verifier.verify(three);
  const checks = countChecks();
  await verifier.verify(one);
  await verifier.verify(three);
  expect([checks(), verifier.health().cachedTokens]).toEqual([0, 2]);
  await verifier.verify(two);
  expect([checks(), verifier.health().cachedTokens]).toEqual([1, 2]);
});

it('forgets every token when it is closed', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier({ audience: [AUDIENCE] });
  await verifier.verify(issuer.token());
  verifier.close();
  expect(verifier.health().cachedTokens).toBe(0);
});

/** Keeps signature checks from being answered until it is called. */
function holdSignatureChecks(): () => void {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const check = crypto.subtle.verify.bind(crypto.subtle);
  const verify = vi.spyOn(crypto.subtle, 'verify').mockImplementation(async (...args) => {
    await held;
    return check(...args);
  });
  onTestFinished(() => {
    verify.mockRestore();
  });
  return release;
}
