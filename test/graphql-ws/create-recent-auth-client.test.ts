import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { describe, expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { getReauthChallenge, ReauthCancelledError } from '../../src/client/index.js';
import { recentAuthConnectionParams } from '../../src/graphql-ws/index.js';
import { createTokenUser } from '../support/token-user.js';
import { startSocketBank } from '../support/socket-bank.js';
import { connectSocketUser } from '../support/socket-user.js';

const TICKS = { query: 'subscription { ticks }' };
const PAYMENTS = { query: 'subscription { payments }' };
const RENAME = { query: 'mutation { rename }' };
const TRANSFER = { query: 'mutation { transfer }' };
const WHO_AM_I = { query: '{ whoAmI }' };

/** The one result of a query or a mutation. */
async function ask(client: Client, payload: { query: string }): Promise<unknown> {
  for await (const result of client.iterate(payload)) return result;
  return undefined;
}

describe('The token of a socket', () => {
  it('is the one of the moment when the socket opens', async () => {
    const bank = await startSocketBank();
    const token = await bank.token(0);
    const user = createTokenUser(bank, token);
    const client = connectSocketUser(bank, user);
    expect(await ask(client, WHO_AM_I)).toEqual({ data: { whoAmI: 'alice' } });
    expect(bank.sockets.map(({ params }) => params)).toEqual([
      { authorization: `Bearer ${token}` },
    ]);
  });

  it.each([
    { when: 'given as an object', connectionParams: { tenant: 'north' } },
    { when: 'given by a function', connectionParams: () => Promise.resolve({ tenant: 'north' }) },
  ])('is added to params of your own, $when', async ({ connectionParams }) => {
    const bank = await startSocketBank();
    const token = await bank.token(0);
    const client = connectSocketUser(bank, createTokenUser(bank, token), { connectionParams });
    await ask(client, WHO_AM_I);
    expect(bank.sockets[0]?.params).toEqual({ tenant: 'north', authorization: `Bearer ${token}` });
  });

  it('is absent where nobody is signed in', async () => {
    const bank = await startSocketBank();
    const client = connectSocketUser(bank, createTokenUser(bank));
    expect(await ask(client, WHO_AM_I)).toEqual({ data: { whoAmI: 'nobody' } });
    expect(bank.sockets.map(({ params }) => params)).toEqual([{}]);
  });

  it('also serves a client of graphql-ws itself', async () => {
    const bank = await startSocketBank();
    const token = await bank.token(0);
    const { recentAuth } = createTokenUser(bank, token);
    const connectionParams = recentAuthConnectionParams(recentAuth, { tenant: 'north' });
    const client = createClient({ url: bank.url, webSocketImpl: WebSocket, connectionParams });
    onTestFinished(() => client.dispose());
    await ask(client, WHO_AM_I);
    expect(bank.sockets[0]?.params).toEqual({ tenant: 'north', authorization: `Bearer ${token}` });
  });

  it('does not reopen the socket that it was first seen on', async () => {
    const bank = await startSocketBank();
    const client = connectSocketUser(bank, createTokenUser(bank, await bank.token(0)));
    const ticks = client.iterate(TICKS);
    await bank.until(() => bank.running.length === 1);
    expect(await ask(client, RENAME)).toEqual({ data: { rename: 'rename' } });
    bank.publish('one');
    expect((await ticks.next()).value).toEqual({ data: { ticks: 'one alice' } });
    expect(bank.sockets).toHaveLength(1);
  });
});

describe('After the user has signed in again', () => {
  it.each(['on the check before execution', 'on the guards alone'])(
    'a refused subscription passes when it is started again, %s',
    async (how) => {
      const bank = await startSocketBank({ check: how === 'on the check before execution' });
      const user = createTokenUser(bank, await bank.token(301));
      const client = connectSocketUser(bank, user);
      // Keeps the socket open, which still carries the old token.
      const ticks = client.iterate(TICKS);
      await bank.until(() => bank.running.length === 1);

      const refused = await ask(client, PAYMENTS).catch((error: unknown) => error);
      const challenge = getReauthChallenge(refused);
      expect(challenge).toMatchObject({ code: 'REAUTH_REQUIRED', maxAge: 300 });
      if (challenge) await user.recentAuth.handle(challenge);
      const payments = client.iterate(PAYMENTS);
      await bank.until(() => bank.running.includes('payments alice'));
      await bank.until(() => bank.running.includes('ticks alice'));
      bank.publish('one');

      expect((await payments.next()).value).toEqual({ data: { payments: 'one alice' } });
      expect((await ticks.next()).value).toEqual({ data: { ticks: 'one alice' } });
      await bank.until(() => bank.sockets.filter(({ isOpen }) => isOpen).length === 1);
      expect(bank.sockets).toHaveLength(2);
      expect(user.signIns).toBe(1);
    },
  );

  it('a running subscription moves to a new socket by itself', async () => {
    const bank = await startSocketBank();
    const user = createTokenUser(bank, await bank.token(301));
    const ticks = connectSocketUser(bank, user).iterate(TICKS);
    await bank.until(() => bank.running.length === 1);
    const token = await bank.token(0);
    user.hold(token);
    await bank.until(() => bank.ran.length === 2 && bank.running.length === 1);
    bank.publish('two');
    expect((await ticks.next()).value).toEqual({ data: { ticks: 'two alice' } });
    expect(bank.sockets.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    expect(bank.sockets[1]?.params).toEqual({ authorization: `Bearer ${token}` });
  });

  it('a mutation that is under way runs once and is answered where it is', async () => {
    const bank = await startSocketBank();
    const user = createTokenUser(bank, await bank.token(100));
    const client = connectSocketUser(bank, user);
    const ticks = client.iterate(TICKS);
    const release = bank.hold();
    const transfer = ask(client, TRANSFER);
    await bank.until(() => bank.ran.includes('transfer alice') && bank.running.length === 1);
    user.hold(await bank.token(0));
    await bank.until(() => bank.ran.filter((name) => name === 'ticks alice').length === 2);
    expect(bank.sockets.map(({ isOpen }) => isOpen)).toEqual([true, true]);

    release();
    expect(await transfer).toEqual({ data: { transfer: 'transfer' } });
    await bank.until(() => bank.sockets[0]?.isOpen === false);
    bank.publish('three');
    expect((await ticks.next()).value).toEqual({ data: { ticks: 'three alice' } });
    expect(bank.ran).toEqual(['ticks alice', 'transfer alice', 'ticks alice']);
  });

  it('a mutation that waits for its socket goes over the new one', async () => {
    const bank = await startSocketBank();
    const user = createTokenUser(bank, await bank.token(301));
    const fresh = await bank.token(0);
    const transfer = ask(connectSocketUser(bank, user), TRANSFER);
    await bank.until(() => bank.sockets.length === 1);
    user.hold(fresh);
    expect(await transfer).toEqual({ data: { transfer: 'transfer' } });
    expect(bank.ran).toEqual(['transfer alice']);
  });

  it('a token that was renewed silently goes over a new socket with the next operation', async () => {
    const bank = await startSocketBank();
    const user = createTokenUser(bank, await bank.token(0));
    const client = connectSocketUser(bank, user);
    const ticks = client.iterate(TICKS);
    await bank.until(() => bank.running.length === 1);
    bank.clock.advance(301);
    // The same sign-in in a new token: nothing to reopen a quiet socket for.
    user.hold(await bank.token(301));
    expect(bank.sockets).toHaveLength(1);
    expect(await ask(client, RENAME)).toEqual({ data: { rename: 'rename' } });
    await bank.until(() => bank.running.length === 1);
    bank.publish('four');
    expect((await ticks.next()).value).toEqual({ data: { ticks: 'four alice' } });
    expect(bank.sockets).toHaveLength(2);
  });
});

describe('Signing out', () => {
  it('ends what runs, and closes the socket', async () => {
    const bank = await startSocketBank();
    const user = createTokenUser(bank, await bank.token(0));
    const ticks = connectSocketUser(bank, user).iterate(TICKS);
    await bank.until(() => bank.running.length === 1);
    user.hold(undefined);
    await expect(ticks.next()).rejects.toEqual(new ReauthCancelledError('logout'));
    await bank.until(() => bank.sockets[0]?.isOpen === false);
    expect(bank.running).toEqual([]);
    expect(bank.sockets).toHaveLength(1);
  });

  it('never has a mutation executed again, and says that its outcome is unknown', async () => {
    const bank = await startSocketBank();
    const user = createTokenUser(bank, await bank.token(0));
    const client = connectSocketUser(bank, user);
    const release = bank.hold();
    const transfer = ask(client, TRANSFER);
    await bank.until(() => bank.ran.length === 1);
    user.hold(await bank.token(0, { sub: 'bob' }));
    await expect(transfer).rejects.toThrow('Signed out before the answer came');
    release();
    await bank.until(() => bank.sockets[0]?.isOpen === false);
    expect(await ask(client, WHO_AM_I)).toEqual({ data: { whoAmI: 'bob' } });
    expect(bank.ran).toEqual(['transfer alice']);
  });

  it('sends nothing that was about to be sent', async () => {
    const bank = await startSocketBank();
    const user = createTokenUser(bank, await bank.token(0));
    await user.recentAuth.getIdToken();
    const client = connectSocketUser(bank, user);
    const transfer = ask(client, TRANSFER);
    user.recentAuth.reset();
    await expect(transfer).rejects.toEqual(new ReauthCancelledError('logout'));
    user.hold(undefined);
    await user.recentAuth.getIdToken();
    expect(await ask(client, WHO_AM_I)).toEqual({ data: { whoAmI: 'nobody' } });
    expect({ ran: bank.ran, params: bank.sockets.map(({ params }) => params) }).toEqual({
      ran: [],
      params: [{}],
    });
  });

  it('lets no socket have the token that was about to open', async () => {
    const bank = await startSocketBank();
    const user = createTokenUser(bank, await bank.token(0));
    await user.recentAuth.getIdToken();
    const client = connectSocketUser(bank, user);
    client.on('connecting', () => {
      user.recentAuth.reset();
    });
    await expect(ask(client, TRANSFER)).rejects.toEqual(new ReauthCancelledError('logout'));
    await bank.until(() => bank.sockets.length === 1);
    expect({ ran: bank.ran, params: bank.sockets[0]?.params }).toEqual({ ran: [], params: {} });
    await bank.until(() => bank.sockets[0]?.isOpen === false);
  });

  it('leaves what began before anybody had signed in to go on', async () => {
    const bank = await startSocketBank();
    const user = createTokenUser(bank);
    const ticks = connectSocketUser(bank, user).iterate(TICKS);
    await bank.until(() => bank.running.length === 1);
    user.hold(await bank.token(0));
    await bank.until(() => bank.running.includes('ticks alice'));
    bank.publish('five');
    expect((await ticks.next()).value).toEqual({ data: { ticks: 'five alice' } });
  });
});
