import { expect, it } from 'vitest';
import { answer } from '../support/handlers.js';
import { settle } from '../support/held-time.js';
import { openIssuerScene } from '../support/issuer-scene.js';
import { DISCOVERY, KEYS } from '../support/loopback-issuer.js';
import { forgeKey } from '../support/forge.js';
import { outcomeOf } from '../support/scripted-issuer.js';

const HOUR = 3600;
const DAY = 24 * HOUR;

it.each([
  { wall: 'an hour ahead', jump: HOUR },
  { wall: 'an hour back', jump: -HOUR },
  { wall: 'a month back', jump: -30 * DAY },
])('keys are renewed in their time though the wall clock was set $wall', async ({ jump }) => {
  const { issuer, verifier, time, token, renewals } = await openIssuerScene();
  await verifier.verify(token('user'));
  time.clock.advance(jump);
  time.advance(599);
  await settle();
  expect(issuer.asked).toEqual([DISCOVERY, KEYS]);
  time.advance(1);
  await renewals(2);
  expect(issuer.asked).toEqual([DISCOVERY, KEYS, KEYS]);
  expect(await outcomeOf(verifier.verify(token('late')))).toBe('accepted');
});

it.each([
  { what: 'ahead of its end', jump: HOUR + 4, outcome: 'accepted' },
  { what: 'past its end', jump: HOUR + 5, outcome: 'expired' },
  { what: 'far past its end', jump: 30 * DAY, outcome: 'expired' },
  { what: 'back to before it was issued', jump: -15, outcome: 'accepted' },
  { what: 'back to long before it was issued', jump: -HOUR, outcome: 'not_yet_valid' },
])(
  'RA-41: a wall clock set $what alone decides on a token, remembered or not: $outcome',
  async ({ jump, outcome }) => {
    const { verifier, time, token } = await openIssuerScene();
    const [remembered, unknown] = [token('early'), token('late')];
    await verifier.verify(remembered);
    time.clock.advance(jump);
    expect(await outcomeOf(verifier.verify(remembered))).toBe(outcome);
    expect(await outcomeOf(verifier.verify(unknown))).toBe(outcome);
  },
);

it('a wall clock that was set back makes no token good that had expired', async () => {
  const { verifier, time, token } = await openIssuerScene();
  const one = token('user');
  await verifier.verify(one);
  time.advance(2 * HOUR);
  expect(await outcomeOf(verifier.verify(one))).toBe('expired');
  // What the wall clock says now, a new verifier would believe, too.
  time.clock.advance(-2 * HOUR);
  expect(await outcomeOf(verifier.verify(one))).toBe('accepted');
  time.clock.advance(-2 * HOUR);
  expect(await outcomeOf(verifier.verify(one))).toBe('not_yet_valid');
});

it('the process clock alone ends no token', async () => {
  const { issuer, verifier, time, token, renewals } = await openIssuerScene();
  const one = token('user');
  await verifier.verify(one);
  time.advanceProcess(600);
  await renewals(2);
  expect(await outcomeOf(verifier.verify(one))).toBe('accepted');
  expect(issuer.asked).toEqual([DISCOVERY, KEYS, KEYS]);
});

it('a wall clock that runs ahead by minutes does not have the issuer asked again and again', async () => {
  const { issuer, verifier, time, token, renewals } = await openIssuerScene();
  await verifier.verify(token('user'));
  time.clock.advance(HOUR);
  for (let caller = 0; caller < 50; caller += 1) {
    expect(await outcomeOf(verifier.verify(token(`user-${caller}`)))).toBe('accepted');
  }
  await renewals(2);
  for (let caller = 0; caller < 50; caller += 1) await verifier.verify(token(`late-${caller}`));
  await settle();
  // As after a sleep: the machine cannot know which it was.
  expect(issuer.asked).toEqual([DISCOVERY, KEYS, KEYS]);
});

it('a process that was stopped for an hour asks for keys as soon as anybody comes, before its timers do', async () => {
  const { issuer, verifier, time, token, renewals } = await openIssuerScene();
  const early = token('early');
  await verifier.verify(early);
  time.sleep(HOUR);
  time.clock.advance(HOUR - 60);
  expect(await outcomeOf(verifier.verify(early))).toBe('accepted');
  expect(await outcomeOf(verifier.verify(token('late')))).toBe('accepted');
  await renewals(2);
  expect(issuer.asked).toEqual([DISCOVERY, KEYS, KEYS]);
});

it('a machine that slept for a day believes no key from before, though its own clock stood still', async () => {
  const { issuer, verifier, time, key, token, renewals, events } = await openIssuerScene();
  await verifier.verify(token('user'));
  issuer.keys = [forgeKey('ES256', 'key-2').jwk];
  time.clock.advance(DAY);
  expect(await outcomeOf(verifier.verify(token('late', key)))).toBe('unknown_key');
  await renewals(2);
  expect(events.map(({ type }) => type)).toContain('keys-expired');
});

it('a machine that slept for almost a day still knows its users while it asks', async () => {
  const scene = await openIssuerScene();
  const { issuer, verifier, time, token, untilRetry, failures, renewals } = scene;
  await verifier.ready();
  issuer.misbehave = { keys: () => undefined };
  time.clock.advance(DAY - 10);
  expect(await outcomeOf(verifier.verify(token('user')))).toBe('accepted');
  time.advance(5);
  await failures(1);
  issuer.misbehave = {};
  untilRetry();
  await renewals(2);
  expect(verifier.health()).toMatchObject({ keys: 1, fault: undefined });
});

it('keys are given up in their time though the wall clock was set back a month', async () => {
  const { issuer, verifier, time, failures } = await openIssuerScene({ maxKeyAge: 600 });
  await verifier.ready();
  issuer.misbehave = { keys: answer({ status: 500 }) };
  time.clock.advance(-30 * DAY);
  time.advance(300);
  await failures(1);
  time.advance(299);
  expect(verifier.health().keys).toBe(1);
  time.advance(1);
  expect(verifier.health().keys).toBe(0);
});
