import { createClient } from 'graphql-ws';
import { expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { createMemoryRevocations } from '../../src/tokens/index.js';
import { revocationOf } from '../support/logout-tokens.js';
import { startSocketBank } from '../support/socket-bank.js';

const WHO_AM_I = { query: '{ whoAmI }' };
const TRANSFER = { query: 'mutation { transfer }' };

it('the socket of a session that has ended runs nothing more, and those of other sessions do', async () => {
  const revocations = createMemoryRevocations();
  const bank = await startSocketBank({ revocations });
  const user = async (sid: string) => {
    const authorization = `Bearer ${await bank.token(0, { sid })}`;
    const connectionParams = { authorization };
    const client = createClient({
      ...{ url: bank.url, webSocketImpl: WebSocket, connectionParams, lazy: false },
    });
    onTestFinished(() => client.dispose());
    return async (operation: { readonly query: string }) =>
      (await client.iterate(operation).next()).value as unknown;
  };
  const [laptop, phone] = [await user('laptop'), await user('phone')];
  expect(await laptop(WHO_AM_I)).toEqual({ data: { whoAmI: 'alice' } });
  expect(await phone(WHO_AM_I)).toEqual({ data: { whoAmI: 'alice' } });
  const issuer = 'https://issuer.test';
  revocations.revoke(revocationOf({ issuer, sessionId: 'laptop' }));
  const revoked = {
    message: 'The token is not accepted',
    extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_REVOKED' },
  };
  await expect(laptop(WHO_AM_I)).rejects.toEqual([revoked]);
  await expect(laptop(TRANSFER)).rejects.toEqual([revoked]);
  expect(await phone(TRANSFER)).toEqual({ data: { transfer: 'transfer' } });
  expect(bank.ran).toEqual(['transfer alice']);
  expect(bank.sockets).toHaveLength(2);
});
