import { afterAll, beforeAll, expect, it } from 'vitest';
import { signIn } from '../../src/cli/sign-in.js';
import { systemClock } from '../../src/protocol/index.js';
import { CLIENT_ID, DEMO_ACCOUNTS, SECOND_CLIENT_ID } from '../../src/provider/index.js';
import { startBank } from '../support/bank-server.js';
import type { Answer, BankServer } from '../support/bank-server.js';

let bank: BankServer;

beforeAll(async () => {
  const identity = { providerPort: 0, tokenType: 'access_token' } as const;
  bank = await startBank({ identity, clock: systemClock });
});

afterAll(() => bank.close());

const CHANGE_EMAIL = 'mutation { changeEmail(email: "alice@new.example") { email } }';

/** Alice asks, with what she gets for a sign-in at the development provider. */
async function askAs(
  token: 'id_token' | 'access_token',
  { age, clientId = CLIENT_ID }: { readonly age: number; readonly clientId?: string },
): Promise<Answer> {
  const [account] = DEMO_ACCOUNTS;
  if (!account) throw new Error('There is nobody to sign in');
  const options = { providerUrl: bank.provider, account, age, clientId, token };
  return bank.as(await signIn(options)).ask(CHANGE_EMAIL);
}

it.each([CLIENT_ID, SECOND_CLIENT_ID])(
  'an access token of %s whose sign-in is fresh is let in',
  async (clientId) => {
    expect(await askAs('access_token', { age: 0, clientId })).toEqual({
      data: { changeEmail: { email: 'alice@new.example' } },
    });
  },
);

it('an access token whose sign-in is old is refused, and nothing runs', async () => {
  expect(await askAs('access_token', { age: 900 })).toMatchObject({
    errors: [
      {
        extensions: {
          code: 'REAUTH_REQUIRED',
          reauth: { reason: 'AUTH_TIME_TOO_OLD', maxAge: 300, executed: false },
        },
      },
    ],
  });
});

it('an ID token of the same sign-in is no access token', async () => {
  expect(await askAs('id_token', { age: 0 })).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_INVALID' } }],
  });
});
