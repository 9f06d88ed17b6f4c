import { expect, it } from 'vitest';
import { openIssuerScene } from '../support/issuer-scene.js';
import type { IssuerScene } from '../support/issuer-scene.js';
import { until } from '../support/held-time.js';
import { DISCOVERY, KEYS } from '../support/loopback-issuer.js';
import { outcomeOf } from '../support/scripted-issuer.js';
import { ODD_ANSWERS } from '../support/odd-answers.js';
import { DOCUMENT_FAULTS, KEY_FAULTS } from '../support/server-behaviours.js';
import type { ServerFault } from '../support/server-behaviours.js';

const FAULTS = [
  ...DOCUMENT_FAULTS.map((fault) => ({ document: 'discovery' as const, ...fault })),
  ...DOCUMENT_FAULTS.map((fault) => ({ document: 'keys' as const, ...fault })),
  ...KEY_FAULTS.map((fault) => ({ document: 'keys' as const, ...fault })),
];
/** As long as an answer is waited for. */
const TIMEOUT = 5;

/** What callers are told, all of them at once. */
async function outcomes(scene: IssuerScene, callers: number): Promise<Set<unknown>> {
  const tokens = Array.from({ length: callers }, (_, caller) => scene.token(`user-${caller}`));
  return new Set(await Promise.all(tokens.map((one) => outcomeOf(scene.verifier.verify(one)))));
}

/** Until a question to the issuer has come to nothing; what was asked in it. */
async function untilFailed(
  { issuer, time, failures }: IssuerScene,
  { hangs, asks = 1 }: ServerFault,
  { asked, times = 1 }: { readonly asked: readonly string[]; readonly times?: number },
): Promise<void> {
  const questions = [...asked, ...Array.from({ length: asks - 1 }, () => asked.at(-1))];
  if (hangs) {
    await until(() => issuer.asked.length === questions.length);
    time.advance(TIMEOUT);
  }
  await failures(times);
  expect(issuer.asked).toEqual(questions);
  issuer.asked.length = 0;
}

it.each(FAULTS)(
  'RA-34: with no keys and $behaviour in place of $document, callers are told 503 at once, until it is over',
  async ({ document, ...fault }) => {
    const scene = await openIssuerScene();
    const { issuer, verifier, time, renewals } = scene;
    issuer.misbehave = { [document]: fault.handler };
    const first = outcomes(scene, 20);
    const asked = document === 'keys' ? [DISCOVERY, KEYS] : [DISCOVERY];
    await untilFailed(scene, fault, { asked });
    expect(await first).toEqual(new Set(['keys_unavailable']));
    // While it is left alone nobody waits, and nobody asks it.
    expect(await outcomes(scene, 50)).toEqual(new Set(['keys_unavailable']));
    expect(issuer.asked).toEqual([]);
    expect(verifier.health()).toMatchObject({ keys: 0, retryAfter: 1 });
    expect(verifier.health().fault?.message).toMatch(fault.fault);
    issuer.misbehave = {};
    time.advance(1);
    await renewals(1);
    expect(verifier.health().fault).toBeUndefined();
    expect(await outcomes(scene, 20)).toEqual(new Set(['accepted']));
    expect(issuer.asked).toEqual([DISCOVERY, KEYS]);
  },
);

it.each(FAULTS)(
  'with keys held, $behaviour in place of $document turns away nobody',
  async ({ document, ...fault }) => {
    const scene = await openIssuerScene();
    const { issuer, verifier, time, events, failures, renewals } = scene;
    expect(await outcomes(scene, 10)).toEqual(new Set(['accepted']));
    // So that the discovery document is asked for, the keys cannot be had where they were.
    issuer.misbehave = {
      keys: (_request, response) => response.writeHead(500).end(),
      [document]: fault.handler,
    };
    issuer.asked.length = 0;
    time.advance(600);
    let times = 1;
    if (document === 'discovery') {
      await failures(times);
      issuer.asked.length = 0;
      time.advance(1);
      times += 1;
    }
    // A question that is under way is nobody's to wait for.
    expect(await outcomes(scene, 20)).toEqual(new Set(['accepted']));
    await untilFailed(scene, fault, { asked: [document === 'keys' ? KEYS : DISCOVERY], times });
    expect(await outcomes(scene, 50)).toEqual(new Set(['accepted']));
    expect(issuer.asked).toEqual([]);
    expect(verifier.health()).toMatchObject({ keys: 1, retryAfter: times });
    expect(verifier.health().fault?.message).toMatch(fault.fault);
    issuer.misbehave = {};
    time.advance(2);
    await renewals(2);
    expect(verifier.health().fault).toBeUndefined();
    // Where the one failed, it is the other's turn.
    expect(issuer.asked).toEqual(document === 'keys' ? [DISCOVERY, KEYS] : [KEYS]);
    expect(events.at(-1)).toMatchObject({ type: 'keys-renewed', keys: 1, replaced: false });
  },
);

it.each(ODD_ANSWERS)('keys that come with $behaviour are keys', async ({ handler }) => {
  const scene = await openIssuerScene();
  const { issuer, verifier, time, key, renewals } = scene;
  issuer.misbehave = { keys: handler(key.jwk) };
  expect(await outcomes(scene, 5)).toEqual(new Set(['accepted']));
  expect(issuer.asked).toEqual([DISCOVERY, KEYS]);
  time.advance(600);
  await renewals(2);
  expect(issuer.asked).toEqual([DISCOVERY, KEYS, KEYS]);
  expect(verifier.health()).toMatchObject({ fault: undefined, cachedTokens: 5 });
});
