import { describe, expect, it } from 'vitest';
import { getReauthChallenge, getRefusal } from '../../src/client/index.js';
import { NOW, startApolloBank } from '../support/apollo-bank.js';
import { graphqlClients, hidesData } from '../support/graphql-clients.js';
import { challenge, error, errorWith } from '../support/refused-transfer.js';
import { startScriptedGraphQL } from '../support/scripted-graphql.js';
import { startSocketBank } from '../support/socket-bank.js';
import { connectSocketUser } from '../support/socket-user.js';
import { createTokenUser } from '../support/token-user.js';

const TRANSFER = 'mutation { transfer { id bankRef } }';

describe.each(Object.entries(graphqlClients))('What %s hands on', (name, send) => {
  it.each(
    (['negotiated', 200, 401] as const).flatMap((httpStatus) =>
      ['application/json', 'application/graphql-response+json'].map((accept) => ({
        httpStatus,
        accept,
      })),
    ),
  )('holds the challenge of the server: $httpStatus, $accept', async ({ httpStatus, accept }) => {
    const bank = await startApolloBank({ recentAuth: { httpStatus } });
    const headers = { accept, authorization: `Bearer ${await bank.token(301)}` };
    const answer = await send({ url: bank.url, headers }, TRANSFER);
    expect(getReauthChallenge(answer)).toEqual(challenge);
    const refusal = getRefusal(answer);
    expect(refusal).toMatchObject({ tokenExpired: false, errors: [error] });
    if (hidesData.has(name)) {
      // Apollo Client 3 keeps the whole body of an answer whose status is not 200.
      const isWholeBody =
        name.startsWith('Apollo Client 3') && statusOf(httpStatus, accept) === 401;
      expect(refusal?.nothingRan).toBe(isWholeBody);
    } else expect(refusal?.nothingRan).toBe(true);
    expect(bank.ran).toEqual([]);
  });

  it.each([
    { what: 'a null data entry', body: { data: null, errors: [error] } },
    { what: 'a field that is null', body: { data: { transfer: null }, errors: [error] } },
    { what: 'the error twice', body: { errors: [error, error] } },
    { what: 'another error before it', body: { errors: [{ message: 'No' }, error] } },
    { what: 'another error after it', body: { errors: [error, { message: 'No' }] } },
    ...[true, null, undefined, 'false', 0].map((executed) => ({
      what: `executed: ${JSON.stringify(executed)}`,
      body: { errors: [errorWith({ executed })] },
    })),
    {
      what: 'a stripped error',
      body: { errors: [{ ...error, extensions: { code: error.extensions.code } }] },
    },
  ])('is no proof that nothing ran, with $what', async ({ body }) => {
    for (const status of [200, 401]) {
      for (const type of ['application/json', 'application/graphql-response+json']) {
        const text = JSON.stringify(body);
        const said = { status, text, headers: { 'content-type': type } };
        const { url } = await startScriptedGraphQL([said]);
        const refusal = getRefusal(await send({ url, headers: {} }, TRANSFER));
        expect(refusal?.challenge?.code).toBe('REAUTH_REQUIRED');
        expect(refusal?.nothingRan).toBe(false);
      }
    }
  });

  it('holds no challenge where the page is not of the server', async () => {
    for (const status of [200, 401, 502]) {
      const text = '<!doctype html><title>REAUTH_REQUIRED</title>';
      const said = { status, text, headers: { 'content-type': 'text/html' } };
      const { url } = await startScriptedGraphQL([said]);
      const answer = await send({ url, headers: {} }, TRANSFER).catch((thrown: unknown) => thrown);
      expect(getRefusal(answer)).toBeUndefined();
    }
  });

  it('says that the token has expired', async () => {
    const bank = await startApolloBank();
    const token = await bank.token(0, { exp: NOW - 60 });
    const headers = { authorization: `Bearer ${token}` };
    expect(getRefusal(await send({ url: bank.url, headers }, TRANSFER))).toMatchObject({
      challenge: undefined,
      tokenExpired: true,
    });
  });

  it('asks for nothing where no token, or a bad one, was sent', async () => {
    const bank = await startApolloBank();
    for (const headers of [{}, { authorization: 'Bearer e30.e30.e30' }]) {
      expect(getRefusal(await send({ url: bank.url, headers }, TRANSFER))).toBeUndefined();
    }
  });

  it('asks for nothing where the operation ran', async () => {
    const bank = await startApolloBank();
    const headers = { authorization: `Bearer ${await bank.token(60)}` };
    expect(getRefusal(await send({ url: bank.url, headers }, TRANSFER))).toBeUndefined();
    expect(bank.ran).toEqual(['transfer']);
  });
});

describe('What graphql-ws hands on', () => {
  it.each([
    { when: 'before execution', check: true },
    { when: 'by the guards alone', check: false },
  ])('holds the challenge of a subscription refused $when', async ({ check }) => {
    const bank = await startSocketBank({ check });
    const client = connectSocketUser(bank, createTokenUser(bank, await bank.token(301)));
    const payments = client.iterate({ query: 'subscription { payments }' });
    const answer = await payments.next().then(
      ({ value }) => value as unknown,
      (errors: unknown) => errors,
    );
    expect(getReauthChallenge(answer)).toEqual({
      ...challenge,
      maxAge: 300,
      fields: ['Subscription.payments'],
    });
    expect(bank.ran).toEqual([]);
  });

  it('holds the challenge of a mutation, and an array proves nothing', async () => {
    const bank = await startSocketBank();
    const client = connectSocketUser(bank, createTokenUser(bank, await bank.token(301)));
    const transfer = client.iterate({ query: 'mutation { transfer }' });
    const errors = await transfer.next().catch((thrown: unknown) => thrown);
    expect(errors).toBeInstanceOf(Array);
    expect(getRefusal(errors)).toMatchObject({ challenge: { executed: false }, nothingRan: false });
  });
});

function statusOf(httpStatus: 'negotiated' | 200 | 401, accept: string): 200 | 401 {
  if (httpStatus !== 'negotiated') return httpStatus;
  return accept === 'application/json' ? 200 : 401;
}
