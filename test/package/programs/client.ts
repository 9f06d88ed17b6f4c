import {
  createPendingActions,
  createReauthenticator,
  getReauthChallenge,
  getReauthError,
  getRefusal,
  ReauthCancelledError,
  ReauthError,
} from 'graphql-recent-auth/client';
import type {
  CancelReason,
  ReauthAdapter,
  Reauthenticator,
  ReauthErrorCode,
  ReauthState,
} from 'graphql-recent-auth/client';

let token: string | undefined;

export const adapter: ReauthAdapter = {
  getIdToken: () => token,
  async reauthenticate({ maxAge, acrValues, subject, signal }) {
    const query = new URLSearchParams({ max_age: `${maxAge}`, acr_values: acrValues.join(' ') });
    const response = await fetch(`/sign-in/${subject ?? ''}?${query}`, { signal });
    token = await response.text();
  },
};
export const recentAuth: Reauthenticator = createReauthenticator({
  adapter,
  prompt: async ({ challenge, waiting }) =>
    challenge.maxAge > 0 && waiting.length > 0 ? 'confirm' : 'cancel',
  promptTimeout: 60,
  crossTab: undefined,
  onEvent: ({ type, error }) => (type satisfies string) && error?.code,
});
createReauthenticator({
  adapter: { getIdToken: () => null, reauthenticate: async () => ({ redirecting: true }) },
});

const state: ReauthState = recentAuth.getState();
const stop: () => void = recentAuth.subscribe(() => undefined);
const transfer = recentAuth.withReauth(
  (amount: number, note?: string) =>
    fetch('/transfer', { method: 'POST', body: `${amount}${note}` }),
  { operationName: 'Transfer', idempotent: true },
);
const response: Response = await transfer(100);
const secondsLeft: number | undefined = recentAuth.secondsLeft({ maxAge: 300 });

try {
  await recentAuth.ensure({ maxAge: 300, description: 'Delete account' });
} catch (error) {
  if (ReauthCancelledError.is(error)) error.reason satisfies CancelReason;
  if (ReauthError.is(error)) error.code satisfies ReauthErrorCode;
  const challenge = getReauthChallenge(error) ?? getReauthError(error)?.challenge;
  if (challenge && getRefusal(error)?.nothingRan) await recentAuth.handle(challenge);
}

export const pendingActions = createPendingActions({
  resumable: ['Transfer'],
  redact: (_name, { password: _, ...variables }) => variables,
});

// @ts-expect-error an adapter is needed
createReauthenticator({});
// @ts-expect-error an adapter has the user sign in
createReauthenticator({ adapter: { getIdToken: () => undefined } });
// @ts-expect-error a token is text
createReauthenticator({ adapter: { ...adapter, getIdToken: () => 1 } });
// @ts-expect-error nothing else may come of a sign-in
createReauthenticator({ adapter: { ...adapter, reauthenticate: async () => ({ token: 'new' }) } });
// @ts-expect-error no such way to prompt
createReauthenticator({ adapter, prompt: 'never' });
// @ts-expect-error a prompt is answered
createReauthenticator({ adapter, prompt: () => true });
// @ts-expect-error misspelt
createReauthenticator({ adapter, promptTimeOut: 60 });
// @ts-expect-error wrapped functions keep their arguments
await transfer('100');
// @ts-expect-error what is asked for is needed
await recentAuth.ensure({});
// @ts-expect-error misspelt
await recentAuth.ensure({ maxAge: 300, acr: ['urn:mfa'] });
// @ts-expect-error no such reason
recentAuth.cancel('bored');
// @ts-expect-error no such status
state.status === 'asking';
// @ts-expect-error snapshots do not change
state.status = 'idle';
// @ts-expect-error what may be kept is named
createPendingActions({});

export { response, secondsLeft, stop };
