import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountsOf, balancesOf, codeOf, pay } from './bank-client.js';
import { NOW } from './bank-server.js';
import type { BankServer, Client } from './bank-server.js';

const OPENING = [250_000, 1_000_000];
const NOT_FOUND = '00000000-0000-4000-8000-000000000000';

/** What the bank promises, on whichever database. Every test brings a person of its own. */
export function describeBank(start: () => Promise<BankServer>): void {
  let bank: BankServer;
  beforeAll(async () => {
    bank = await start();
  });
  afterAll(() => bank.close());

  it('asks for a recent sign-in before money moves, then moves it once', async () => {
    const { client, input } = await payer(bank, 61);
    expect(codeOf(await pay(client, input))).toBe('REAUTH_REQUIRED');
    expect(await balancesOf(client)).toEqual(OPENING);
    const fresh = await client.again(60);
    expect(codeOf(await pay(fresh, input))).toBeUndefined();
    expect(codeOf(await pay(fresh, input))).toBeUndefined();
    expect(await balancesOf(fresh)).toEqual([249_999, 1_000_001]);
    expect(codeOf(await pay(bank.anonymous, input))).toBe('UNAUTHENTICATED');
    const claim = 'https://authgear.com/claims/user/can_reauthenticate';
    const social = await bank.signIn(900, { [claim]: false });
    expect(codeOf(await pay(social, input))).toBe('REAUTH_IMPOSSIBLE');
  });

  describe('a transfer', () => {
    it('moves money and shows the accounts as they stand after it', async () => {
      const { client, input } = await payer(bank);
      expect(await pay(client, { ...input, amount: 1_000 })).toEqual({
        data: {
          transfer: {
            amount: 1_000,
            fromAccount: { balance: 249_000 },
            toAccount: { balance: 1_001_000 },
          },
        },
      });
    });

    it('may take an account to nothing, and not one unit further', async () => {
      const { client, input } = await payer(bank);
      expect(codeOf(await pay(client, { ...input, amount: 250_001 }))).toBe('INSUFFICIENT_FUNDS');
      expect(await balancesOf(client)).toEqual(OPENING);
      expect(codeOf(await pay(client, { ...input, amount: 250_000 }))).toBeUndefined();
      expect(await balancesOf(client)).toEqual([0, 1_250_000]);
    });

    it.each([
      { when: 'nothing', change: { amount: 0 }, code: 'BAD_USER_INPUT' },
      { when: 'less than nothing', change: { amount: -1 }, code: 'BAD_USER_INPUT' },
      { when: 'part of a unit', change: { amount: 0.5 }, code: 'BAD_USER_INPUT' },
      { when: 'more than a number holds', change: { amount: 2 ** 53 }, code: 'BAD_USER_INPUT' },
      { when: 'all a number holds', change: { amount: 2 ** 53 - 1 }, code: 'INSUFFICIENT_FUNDS' },
      { when: 'an unknown source', change: { fromAccountId: NOT_FOUND }, code: 'NOT_FOUND' },
      { when: 'an unknown destination', change: { toAccountId: NOT_FOUND }, code: 'NOT_FOUND' },
      { when: 'no id at all', change: { toAccountId: "'; --" }, code: 'NOT_FOUND' },
      { when: 'an empty key', change: { idempotencyKey: '' }, code: 'BAD_USER_INPUT' },
      {
        when: 'a key of 129',
        change: { idempotencyKey: 'k'.repeat(129) },
        code: 'BAD_USER_INPUT',
      },
      { when: 'a key beyond ASCII', change: { idempotencyKey: 'ключ' }, code: 'BAD_USER_INPUT' },
      { when: 'a key with NUL', change: { idempotencyKey: 'a\0b' }, code: 'BAD_USER_INPUT' },
    ])('of $when is refused as $code and moves nothing', async ({ change, code }) => {
      const { client, input } = await payer(bank);
      expect(codeOf(await pay(client, { ...input, ...change }))).toBe(code);
      expect(await balancesOf(client)).toEqual(OPENING);
    });

    it('takes a key of 128 characters', async () => {
      const { client, input } = await payer(bank);
      const answer = await pay(client, { ...input, idempotencyKey: 'k'.repeat(128) });
      expect(codeOf(answer)).toBeUndefined();
    });

    it('to the same account is refused, also in capital letters', async () => {
      const { client, input } = await payer(bank);
      const toAccountId = input.fromAccountId.toUpperCase();
      expect(codeOf(await pay(client, { ...input, toAccountId }))).toBe('BAD_USER_INPUT');
    });

    it("does not know somebody else's account, on either side", async () => {
      const { client, input } = await payer(bank);
      const other = await payer(bank);
      const foreign = other.input.fromAccountId;
      const refused = [
        await pay(client, { ...input, fromAccountId: foreign }),
        await pay(client, { ...input, toAccountId: foreign }),
      ];
      expect(refused.map(codeOf)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
      expect(await balancesOf(other.client)).toEqual(OPENING);
    });
  });

  describe('an idempotency key', () => {
    it('returns the first transfer for the same input, once the money is gone, too', async () => {
      const { client, input } = await payer(bank);
      const first = await ask(client, { ...input, amount: 250_000 });
      expect(await ask(client, { ...input, amount: 250_000 })).toEqual(first);
      expect(await balancesOf(client)).toEqual([0, 1_250_000]);
    });

    it.each([
      { other: 'amount', change: { amount: 2 } },
      { other: 'direction', change: 'swap' as const },
    ])('is a CONFLICT with another $other', async ({ change }) => {
      const { client, input } = await payer(bank);
      await pay(client, input);
      const { fromAccountId, toAccountId } = input;
      const swapped = { fromAccountId: toAccountId, toAccountId: fromAccountId };
      const changed = { ...input, ...(change === 'swap' ? swapped : change) };
      expect(codeOf(await pay(client, changed))).toBe('CONFLICT');
      expect(await balancesOf(client)).toEqual([249_999, 1_000_001]);
    });

    it('belongs to one user', async () => {
      const one = await payer(bank);
      const two = await payer(bank);
      const idempotencyKey = 'shared';
      const answers = [
        await pay(one.client, { ...one.input, idempotencyKey }),
        await pay(two.client, { ...two.input, idempotencyKey }),
      ];
      expect(answers.map(codeOf)).toEqual([undefined, undefined]);
    });

    it('moves money once when twenty requests come at once', async () => {
      const { client, input } = await payer(bank);
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(client, input)));
      expect(new Set(answers).size).toBe(1);
      expect(await balancesOf(client)).toEqual([249_999, 1_000_001]);
    });

    it('lets one of several different inputs win when they come at once', async () => {
      const { client, input } = await payer(bank);
      const answers = await Promise.all(
        [1, 2, 3, 4].map((amount) => pay(client, { ...input, amount })),
      );
      expect(answers.map(codeOf).filter((code) => code === 'CONFLICT')).toHaveLength(3);
      const sum = (await balancesOf(client)).reduce((total, balance) => total + balance);
      expect(sum).toBe(1_250_000);
    });
  });

  it('survives opposing transfers at once without a deadlock', async () => {
    const { client, input } = await payer(bank);
    const { fromAccountId, toAccountId } = input;
    const back = { fromAccountId: toAccountId, toAccountId: fromAccountId };
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        pay(client, { ...input, ...(n % 2 === 0 ? {} : back), idempotencyKey: `opposing ${n}` }),
      ),
    );
    expect(answers.map(codeOf)).toEqual(answers.map(() => undefined));
    expect(await balancesOf(client)).toEqual(OPENING);
  });

  it('gives somebody new two accounts once, however many requests come first', async () => {
    const client = await bank.signIn(0);
    const query = '{ viewer { id email accounts { id name balance } } }';
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.ask(query)));
    const texts = answers.map((answer) => JSON.stringify(answer));
    expect(new Set(texts).size).toBe(1);
    expect(await balancesOf(client)).toEqual(OPENING);
  });

  describe('an account', () => {
    it('takes a new name, without the space around it', async () => {
      const { client, input } = await payer(bank, 100_000);
      const rename =
        'mutation ($id: ID!, $name: String!) { renameAccount(id: $id, name: $name) { name } }';
      expect(await client.ask(rename, { id: input.fromAccountId, name: ' Été 🏖 ' })).toEqual({
        data: { renameAccount: { name: 'Été 🏖' } },
      });
      const names = [' ', 'a\nb', 'a\0', 'n'.repeat(101), '\ud800'];
      const refused = await Promise.all(
        names.map((name) => client.ask(rename, { id: input.fromAccountId, name })),
      );
      expect(refused.map(codeOf)).toEqual(names.map(() => 'BAD_USER_INPUT'));
      const other = await bank.signIn(0);
      const foreign = await other.ask(rename, { id: input.fromAccountId, name: 'Mine' });
      expect(codeOf(foreign)).toBe('NOT_FOUND');
    });

    it('closes when it is empty, and is then unknown', async () => {
      const { client, input } = await payer(bank);
      const close = 'mutation ($id: ID!) { closeAccount(id: $id) { id balance } }';
      const id = input.fromAccountId;
      expect(codeOf(await client.ask(close, { id }))).toBe('ACCOUNT_NOT_EMPTY');
      await pay(client, { ...input, amount: 250_000 });
      expect(await client.ask(close, { id })).toEqual({
        data: { closeAccount: { id, balance: 0 } },
      });
      expect(codeOf(await client.ask(close, { id }))).toBe('NOT_FOUND');
      expect(codeOf(await pay(client, { ...input, idempotencyKey: 'after' }))).toBe('NOT_FOUND');
      // What was done before is still answered.
      expect(codeOf(await pay(client, { ...input, amount: 250_000 }))).toBeUndefined();
      const { data } = await client.ask('{ viewer { accounts { id } } }');
      expect(data).toEqual({ viewer: { accounts: [{ id: input.toAccountId }] } });
    });

    it('lists its transfers from both sides, newest first, as many as asked for', async () => {
      const { client, input } = await payer(bank);
      for (const amount of [1, 2, 3]) {
        await pay(client, { ...input, amount, idempotencyKey: `list ${amount}` });
      }
      const list = '{ viewer { accounts { transfers(first: 2) { amount toAccount { id } } } } }';
      const transfers = [3, 2].map((amount) => ({ amount, toAccount: { id: input.toAccountId } }));
      expect(await client.ask(list)).toEqual({
        data: { viewer: { accounts: [{ transfers }, { transfers }] } },
      });
      const refused = await client.ask('{ viewer { accounts { transfers(first: 0) { id } } } }');
      expect(codeOf(refused)).toBe('BAD_USER_INPUT');
    });
  });

  describe('a viewer', () => {
    it('changes the e-mail address to a real one only', async () => {
      const client = await bank.signIn(0, { email: 'first@example.com' });
      const change = 'mutation ($email: String!) { changeEmail(email: $email) { email } }';
      expect(await client.ask('{ viewer { email } }')).toEqual({
        data: { viewer: { email: 'first@example.com' } },
      });
      expect(await client.ask(change, { email: 'new@example.com' })).toEqual({
        data: { changeEmail: { email: 'new@example.com' } },
      });
      const wrong = [
        '',
        'a',
        'a@b',
        'a b@example.com',
        `${'a'.repeat(250)}@example.com`,
        'a@b@c.de',
      ];
      const refused = await Promise.all(wrong.map((email) => client.ask(change, { email })));
      expect(refused.map(codeOf)).toEqual(wrong.map(() => 'BAD_USER_INPUT'));
    });

    it('has ten recovery codes, the same each time and of nobody else', async () => {
      const client = await bank.signIn(0);
      const other = await bank.signIn(0);
      const first = await recoveryCodes(client);
      expect(first).toHaveLength(10);
      expect(await recoveryCodes(client)).toEqual(first);
      expect(new Set([...first, ...(await recoveryCodes(other))]).size).toBe(20);
    });

    it('sees what the token says of the sign-in', async () => {
      const claim = 'https://authgear.com/claims/user/can_reauthenticate';
      const client = await bank.signIn(120, { [claim]: true });
      const query = '{ viewer { authentication { authTime age canReauthenticate } } }';
      expect(await client.ask(query)).toEqual({
        data: {
          viewer: {
            authentication: {
              authTime: new Date((NOW - 120) * 1000).toISOString(),
              age: 120,
              canReauthenticate: true,
            },
          },
        },
      });
      const silent = await bank.signIn(0, { auth_time: undefined });
      expect(await silent.ask(query)).toEqual({
        data: {
          viewer: { authentication: { authTime: null, age: null, canReauthenticate: null } },
        },
      });
    });

    it('sees every decision about a recent sign-in, newest first, and those of nobody else', async () => {
      const { client, input } = await payer(bank);
      await pay(client, input);
      const stale = await client.again(61);
      await pay(stale, { ...input, idempotencyKey: 'stale' });
      const event = { outcome: true, code: true, reason: true, fields: true, operationName: true };
      const fields = Object.keys(event).join(' ');
      const query = `{ viewer { securityEvents { ${fields} authAge time } } }`;
      const time = new Date(NOW * 1000).toISOString();
      expect(await client.ask(query)).toEqual({
        data: {
          viewer: {
            securityEvents: [
              {
                outcome: 'REFUSED',
                code: 'REAUTH_REQUIRED',
                reason: 'AUTH_TIME_TOO_OLD',
                fields: ['Mutation.transfer'],
                operationName: 'Pay',
                authAge: 61,
                time,
              },
              {
                outcome: 'ALLOWED',
                code: null,
                reason: null,
                fields: ['Mutation.transfer'],
                operationName: 'Pay',
                authAge: 0,
                time,
              },
            ],
          },
        },
      });
      const other = await bank.signIn(0);
      expect(await other.ask('{ viewer { securityEvents { id } } }')).toEqual({
        data: { viewer: { securityEvents: [] } },
      });
    });
  });
}

interface Payer {
  readonly client: Client;
  readonly input: {
    fromAccountId: string;
    toAccountId: string;
    amount: number;
    idempotencyKey: string;
  };
}

async function payer(bank: BankServer, age = 0): Promise<Payer> {
  const client = await bank.signIn(age);
  const [everyday, savings] = await accountsOf(client);
  const input = {
    fromAccountId: everyday.id,
    toAccountId: savings.id,
    amount: 1,
    idempotencyKey: '1',
  };
  return { client, input };
}

/** The transfer's id, which tells the first from a second. */
async function ask(client: Client, input: Payer['input']): Promise<string> {
  const query = 'mutation ($input: TransferInput!) { transfer(input: $input) { id createdAt } }';
  return JSON.stringify(await client.ask(query, { input }));
}

async function recoveryCodes(client: Client): Promise<readonly string[]> {
  const { data } = await client.ask('{ viewer { recoveryCodes } }');
  return (data as { viewer: { recoveryCodes: string[] } }).viewer.recoveryCodes;
}
