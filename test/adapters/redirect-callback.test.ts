import { expect, it } from 'vitest';
import { createRedirectCallback } from '../../src/adapters/redirect-callback.js';
import { createTokenGate } from '../../src/adapters/token-gate.js';

const URL_OF_CODE = 'https://app.example/callback?code=1';
const pendingAction = {
  operationName: 'CloseAccount',
  variables: { id: '1' },
  description: undefined,
  createdAt: 1_795_250_000,
  returnTo: '/account',
};
const RESULT = {
  reauthenticated: true,
  returnTo: '/account',
  pendingAction,
  appState: undefined,
};

it('offers what was held to everyone who waits, and to nobody who comes back to the same URL', async () => {
  let finished = 0;
  const gate = createTokenGate(() => Promise.resolve(undefined));
  const callback = createRedirectCallback(gate, () => {
    finished += 1;
    return Promise.resolve(RESULT);
  });
  const atOnce = [callback(URL_OF_CODE), callback(URL_OF_CODE)];
  expect(await Promise.all(atOnce)).toEqual([RESULT, RESULT]);
  expect(await callback(URL_OF_CODE)).toEqual({ ...RESULT, pendingAction: undefined });
  expect(finished).toBe(1);
});
