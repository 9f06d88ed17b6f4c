import { expect, it } from 'vitest';
import { forgeKey } from '../support/forge.js';
import { answer } from '../support/handlers.js';
import { settle, until } from '../support/held-time.js';
import { openIssuerScene } from '../support/issuer-scene.js';
import type { IssuerScene } from '../support/issuer-scene.js';
import { outcomeOf } from '../support/scripted-issuer.js';

const DAY = 24 * 3600;

/** Whether it is settled before anything from outside of the process can have come. */
async function isAtOnce(promise: Promise<unknown>): Promise<boolean> {
  let isSettled = false;
  const done = (): void => {
    isSettled = true;
  };
  promise.then(done, done);
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  return isSettled;
}

/** Lets an outage go on for so long, from one question to the next; how many there were. */
async function endure(
  { verifier, time, events, failures }: IssuerScene,
  { seconds, during }: { readonly seconds: number; readonly during: () => Promise<void> },
): Promise<number> {
  const failed = (): number => events.filter(({ type }) => type === 'keys-failed').length;
  const before = failed();
  for (let left = seconds; left > 0;) {
    const wait = Math.min(left, verifier.health().retryAfter ?? 600);
    const known = failed();
    time.advance(wait);
    left -= wait;
    if (left > 0) await failures(known + 1);
    await during();
  }
  return failed() - before;
}

it('good tokens go on for half an hour without an issuer, and none of them waits for it', async () => {
  const scene = await openIssuerScene();
  const { issuer, verifier, token, untilRetry, renewals } = scene;
  const users = Array.from({ length: 40 }, (_, user) => token(`user-${user}`));
  for (const one of users) await verifier.verify(one);
  issuer.misbehave = { keys: answer({ status: 503 }), discovery: answer({ status: 503 }) };
  issuer.asked.length = 0;
  let answered = 0;
  const during = async (): Promise<void> => {
    for (const one of users) {
      const verifying = verifier.verify(one);
      expect(await isAtOnce(verifying)).toBe(true);
      await verifying;
      answered += 1;
    }
    for (let late = 0; late < 20; late += 1) {
      expect(await outcomeOf(verifier.verify(token(`late-${answered}-${late}`)))).toBe('accepted');
    }
  };
  // The keys are as old as they get before anybody asks, when the outage begins.
  const questions = await endure(scene, { seconds: 600 + 1800, during });
  expect(answered).toBeGreaterThan(1000);
  // 1, 2, 4, 8, 16, 32 and then 60 seconds apart; the first asks for the keys, the others where they are.
  expect(questions).toBe(35);
  expect(issuer.asked).toHaveLength(questions);
  issuer.misbehave = {};
  untilRetry();
  await renewals(2);
  expect(verifier.health().fault).toBeUndefined();
  await during();
});

it('good tokens wait for nothing while the issuer keeps silent, and neither does an unknown kid', async () => {
  const scene = await openIssuerScene();
  const { issuer, verifier, time, token, untilRetry, failures, renewals } = scene;
  const known = token('user');
  const stranger = forgeKey('ES256', 'stranger');
  await verifier.verify(known);
  issuer.misbehave = { keys: () => undefined, discovery: () => undefined };
  issuer.asked.length = 0;
  time.advance(600);
  for (let question = 1; question <= 10; question += 1) {
    // It hangs for as long as nobody moves the clock: whoever is answered did not wait for it.
    await until(() => issuer.asked.length === question);
    expect(await isAtOnce(verifier.verify(known))).toBe(true);
    for (let late = 0; late < 20; late += 1) {
      const one = token(`late-${question}-${late}`);
      expect(await outcomeOf(verifier.verify(one))).toBe('accepted');
    }
    if (question > 1) {
      const unknown = verifier.verify(token('user', stranger));
      expect(await outcomeOf(unknown)).toBe('keys_unavailable');
    }
    time.advance(5);
    await failures(question);
    if (question < 10) untilRetry();
  }
  expect(issuer.asked).toHaveLength(10);
  issuer.misbehave = {};
  untilRetry();
  await renewals(2);
  expect(await outcomeOf(verifier.verify(known))).toBe('accepted');
});

it('after maxKeyAge without an issuer its keys are given up: 503 at once, ready all the same, until it is back', async () => {
  const scene = await openIssuerScene({ maxKeyAge: 3600 });
  const { issuer, verifier, time, token, events, untilRetry, renewals } = scene;
  await verifier.verify(token('user'));
  issuer.misbehave = { keys: answer({ status: 500 }), discovery: answer({ status: 500 }) };
  const during = (): Promise<void> => Promise.resolve();
  await endure(scene, { seconds: 3599, during });
  await settle();
  expect(await outcomeOf(verifier.verify(token('user')))).toBe('accepted');
  time.advance(1);
  expect(events.some(({ type }) => type === 'keys-expired')).toBe(true);
  expect(verifier.health()).toMatchObject({ keys: 0, keysAge: undefined });
  await until(() => (verifier.health().retryAfter ?? 0) > 1);
  const { length } = issuer.asked;
  for (let caller = 0; caller < 100; caller += 1) {
    const refused = verifier.verify(token(`user-${caller}`));
    expect(await isAtOnce(refused)).toBe(true);
    await expect(refused).rejects.toMatchObject({
      refusal: 'keys_unavailable',
      extensions: {
        code: 'AUTH_UNAVAILABLE',
        http: {
          status: 503,
          headers: { 'retry-after': expect.stringMatching(/^[1-9]\d?$/) as string },
        },
      },
    });
  }
  expect(issuer.asked).toHaveLength(length);
  // Replicas that an outage finds without keys are not to be stopped for it.
  await verifier.ready();
  issuer.misbehave = {};
  untilRetry();
  await renewals(2);
  expect(await outcomeOf(verifier.verify(token('user')))).toBe('accepted');
});

it('tokens that a key signed which was given up end with it, until the issuer vouches for it again', async () => {
  const scene = await openIssuerScene({ maxKeyAge: 600 });
  const { issuer, verifier, time, token, untilRetry, failures, renewals } = scene;
  const one = token('user');
  await verifier.verify(one);
  issuer.misbehave = { keys: answer({ status: 500 }) };
  time.advance(300);
  await failures(1);
  await endure(scene, { seconds: 299, during: () => Promise.resolve() });
  expect(await outcomeOf(verifier.verify(one))).toBe('accepted');
  time.advance(1);
  expect(await outcomeOf(verifier.verify(one))).toBe('keys_unavailable');
  issuer.misbehave = {};
  untilRetry();
  await renewals(2);
  expect(await outcomeOf(verifier.verify(one))).toBe('accepted');
});

it.each([600, 3600, DAY, 24 * DAY, 25 * DAY, 30 * DAY])(
  'keys that are renewed are never given up where they may be %i seconds old',
  async (maxKeyAge) => {
    const { verifier, time, token, events, renewals } = await openIssuerScene({ maxKeyAge });
    await verifier.verify(token('user'));
    for (let renewal = 2; renewal <= 10; renewal += 1) {
      time.advance(Math.min(600, maxKeyAge / 2));
      await renewals(renewal);
    }
    expect(events.every(({ type }) => type === 'keys-renewed')).toBe(true);
    expect(verifier.health()).toMatchObject({ keys: 1, keysAge: 0 });
  },
);

it('keys that may be 30 days old are believed for 30 days', async () => {
  const { issuer, verifier, time, token, failures } = await openIssuerScene({
    maxKeyAge: 30 * DAY,
  });
  await verifier.ready();
  await issuer.stop();
  time.advance(600);
  await failures(1);
  for (let day = 0; day < 29; day += 1) {
    time.advance(DAY);
    await settle();
    expect(await outcomeOf(verifier.verify(token('user')))).toBe('accepted');
  }
  time.advance(DAY);
  expect(verifier.health().keys).toBe(0);
  expect(await outcomeOf(verifier.verify(token('user')))).toBe('keys_unavailable');
});
