import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { describe, expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { createTokenUser } from '../support/token-user.js';
import { startSocketBank } from '../support/socket-bank.js';
import type { SocketBank } from '../support/socket-bank.js';
import { connectSocketUser } from '../support/socket-user.js';

const TRANSFER = { query: 'mutation { transfer }' };
const WHO_AM_I = { query: '{ whoAmI }' };

const breaks: Record<string, (bank: SocketBank, client: Client) => void> = {
  'the network breaks the socket': (bank) => {
    bank.breakSockets();
  },
  'the client terminates the socket': (_, client) => {
    client.terminate();
  },
};

describe.each(Object.entries(breaks))('Where %s', (_, breakSocket) => {
  it('a mutation under way fails and is executed once', async () => {
    const bank = await startSocketBank();
    const client = connectSocketUser(bank, createTokenUser(bank, await bank.token(0)));
    const ticks = client.iterate({ query: 'subscription { ticks }' });
    await bank.until(() => bank.running.length === 1);
    const release = bank.hold();
    const transfer = client.iterate(TRANSFER).next();
    await bank.until(() => bank.ran.includes('transfer alice'));
    breakSocket(bank, client);
    await expect(transfer).rejects.toMatchObject({ code: expect.any(Number) as number });
    release();

    await bank.until(() => bank.sockets.length === 2 && bank.running.length === 1);
    bank.publish('one');
    expect((await ticks.next()).value).toEqual({ data: { ticks: 'one alice' } });
    expect(await client.iterate(WHO_AM_I).next()).toMatchObject({
      value: { data: { whoAmI: 'alice' } },
    });
    expect(bank.ran).toEqual(['ticks alice', 'transfer alice', 'ticks alice']);
  });

  it('the new socket carries the token of that moment', async () => {
    const bank = await startSocketBank();
    const user = createTokenUser(bank, await bank.token(0));
    const client = connectSocketUser(bank, user);
    const ticks = client.iterate({ query: 'subscription { ticks }' });
    await bank.until(() => bank.running.length === 1);
    const renewed = await bank.token(0, { jti: 'renewed' });
    user.hold(renewed);
    breakSocket(bank, client);
    await bank.until(() => bank.sockets.length === 2 && bank.running.length === 1);
    bank.publish('two');
    expect((await ticks.next()).value).toEqual({ data: { ticks: 'two alice' } });
    expect(bank.sockets[1]?.params).toEqual({ authorization: `Bearer ${renewed}` });
  });
});

it('A client of graphql-ws itself has the mutation executed twice', async () => {
  const bank = await startSocketBank();
  const token = await bank.token(0);
  const client = createClient({
    url: bank.url,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryWait: () => Promise.resolve(),
  });
  onTestFinished(() => client.dispose());
  const release = bank.hold();
  const transfer = client.iterate(TRANSFER).next();
  await bank.until(() => bank.ran.length === 1);
  client.terminate();
  release();
  expect(await transfer).toMatchObject({ value: { data: { transfer: 'transfer' } } });
  expect(bank.ran).toEqual(['transfer alice', 'transfer alice']);
});

it('A mutation that never reached an open socket is sent once there is one', async () => {
  const bank = await startSocketBank();
  let attempts = 0;
  const url = (): string => {
    attempts += 1;
    if (attempts === 1) return 'ws://127.0.0.1:1';
    return bank.url;
  };
  const client = connectSocketUser(bank, createTokenUser(bank, await bank.token(0)), {
    url,
    shouldRetry: () => true,
  });
  expect(await client.iterate(TRANSFER).next()).toMatchObject({
    value: { data: { transfer: 'transfer' } },
  });
  expect({ attempts, ran: bank.ran }).toEqual({ attempts: 2, ran: ['transfer alice'] });
});
