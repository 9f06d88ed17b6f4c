import { describe, expect, it } from 'vitest';
import { createTokenUser } from '../support/token-user.js';
import { startSocketBank } from '../support/socket-bank.js';
import { connectSocketUser } from '../support/socket-user.js';

const TICKS = { query: 'subscription { ticks }' };

describe('It is a client of graphql-ws', () => {
  it('whose events are those of every socket, until one stops listening', async () => {
    const bank = await startSocketBank();
    const user = createTokenUser(bank, await bank.token(10));
    const heard: string[] = [];
    const client = connectSocketUser(bank, user, {
      on: { connected: () => heard.push('option'), closed: () => heard.push('closed') },
    });
    const stop = client.on('connected', () => heard.push('listener'));
    client.on('closed', () => heard.push('closed, too'));
    const ticks = client.iterate(TICKS);
    await bank.until(() => bank.running.length === 1);
    user.hold(await bank.token(0));
    await bank.until(() => bank.ran.length === 2 && bank.running.length === 1);
    await bank.until(() => bank.sockets[0]?.isOpen === false);
    stop();
    user.hold(await bank.token(0, { auth_time: bank.clock() + 1 }));
    await bank.until(() => bank.ran.length === 3 && bank.running.length === 1);
    await ticks.return?.();
    expect(heard.filter((event) => event === 'listener')).toHaveLength(2);
    expect(heard.filter((event) => event === 'option')).toHaveLength(3);
  });

  it('that unsubscribes where a loop is left', async () => {
    const bank = await startSocketBank();
    const client = connectSocketUser(bank, createTokenUser(bank));
    const ticks = client.iterate(TICKS);
    await bank.until(() => bank.running.length === 1);
    bank.publish('one');
    bank.publish('two');
    for await (const result of ticks) {
      expect(result).toEqual({ data: { ticks: 'one nobody' } });
      break;
    }
    await bank.until(() => bank.running.length === 0);
    expect(await ticks.next()).toEqual({ done: true, value: undefined });
  });

  it('that settles every step of a loop that is left while it waits', async () => {
    const bank = await startSocketBank();
    const client = connectSocketUser(bank, createTokenUser(bank));
    const ticks = client.iterate(TICKS);
    const steps = [ticks.next(), ticks.next()];
    await bank.until(() => bank.running.length === 1);
    const left = ticks.return?.();
    const done = { done: true, value: undefined };
    expect(await Promise.all([...steps, left])).toEqual([done, done, done]);
    const thrown = client.iterate(TICKS);
    await expect(thrown.throw?.(new Error('Enough'))).rejects.toThrow('Enough');
    await bank.until(() => bank.running.length === 0);
  });

  it('that hands on what a subscription fails with, once', async () => {
    const bank = await startSocketBank();
    const client = connectSocketUser(bank, createTokenUser(bank));
    const unknown = client.iterate({ query: 'subscription { nothing }' });
    await expect(unknown.next()).rejects.toMatchObject([
      { message: 'Cannot query field "nothing" on type "Subscription".' },
    ]);
    expect(await unknown.next()).toEqual({ done: true, value: undefined });
  });

  it('that keeps a socket open where it is not lazy, and renews it', async () => {
    const bank = await startSocketBank();
    const user = createTokenUser(bank, await bank.token(10));
    connectSocketUser(bank, user, { lazy: false, onNonLazyError: () => undefined });
    await bank.until(() => bank.sockets.length === 1);
    user.hold(await bank.token(0));
    await bank.until(() => bank.sockets.length === 2 && bank.sockets[0]?.isOpen === false);
    user.hold(undefined);
    await bank.until(() => bank.sockets.length === 3 && bank.sockets[1]?.isOpen === false);
    expect(bank.sockets[2]).toEqual({ params: {}, isOpen: true });
  });

  it('that completes what runs where it is disposed of, and serves nothing afterwards', async () => {
    const bank = await startSocketBank();
    const user = createTokenUser(bank, await bank.token(0));
    const client = connectSocketUser(bank, user);
    const ticks = client.iterate(TICKS);
    await bank.until(() => bank.running.length === 1);
    await client.dispose();
    expect(await ticks.next()).toEqual({ done: true, value: undefined });
    await bank.until(() => bank.sockets[0]?.isOpen === false);
    user.hold(await bank.token(0, { sub: 'bob' }));
    await expect(client.iterate(TICKS).next()).rejects.toThrow('disposed of');
    expect(bank.sockets).toHaveLength(1);
  });

  it('that does nothing until it is used', async () => {
    const bank = await startSocketBank();
    const { recentAuth } = createTokenUser(bank);
    const asked: string[] = [];
    const client = connectSocketUser(bank, {
      recentAuth: {
        ...recentAuth,
        subscribe(listener) {
          asked.push('subscribe');
          return recentAuth.subscribe(listener);
        },
        getIdToken() {
          asked.push('getIdToken');
          return recentAuth.getIdToken();
        },
      },
    });
    expect(asked).toEqual([]);
    await client.iterate({ query: '{ whoAmI }' }).next();
    expect(asked).toEqual(['subscribe', 'getIdToken', 'getIdToken']);
  });

  it('that tells an operation why there is no token', async () => {
    const bank = await startSocketBank();
    const { recentAuth } = createTokenUser(bank);
    const getIdToken = () => Promise.reject(new Error('The keychain is locked'));
    const client = connectSocketUser(bank, {
      ...createTokenUser(bank),
      recentAuth: { ...recentAuth, getIdToken },
    });
    await expect(client.iterate(TICKS).next()).rejects.toThrow('The keychain is locked');
  });
});
