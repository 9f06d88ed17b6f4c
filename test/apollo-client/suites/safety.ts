import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { getReauthChallenge, getReauthError } from '../../../src/client/index.js';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { HELLO, IBAN, RENAME_AND_TRANSFER, TRANSFER } from '../../support/apollo-operations.js';
import { refusal, visitScripted } from '../../support/apollo-visit.js';

export function describeSafety(kit: ApolloKit): void {
  describe('a refused mutation is sent once more', () => {
    it.each([
      { answer: 'that says so', said: refusal() },
      {
        answer: 'of any status',
        said: { status: 401, text: JSON.stringify(refusal()) },
      },
      {
        answer: 'of the media type of GraphQL',
        said: {
          status: 401,
          headers: { 'content-type': 'application/graphql-response+json' },
          text: JSON.stringify(refusal()),
        },
      },
    ])('after an answer $answer', async ({ said }) => {
      const { server, user } = await visitScripted(kit, [said, DONE]);
      const answer = user.client.mutate({ mutation: TRANSFER });
      await user.untilWaiting();
      user.recentAuth.confirm();
      expect((await answer).data).toEqual(DONE.data);
      expect(server.requests).toHaveLength(2);
    });
  });

  describe('a refused mutation is handed on without a prompt, and never sent again', () => {
    it.each([
      { answer: 'with data', said: { ...refusal(), data: { transfer: null } } },
      { answer: 'whose data is null', said: { ...refusal(), data: null } },
      { answer: 'that does not know what ran', said: refusal({ executed: null }) },
      { answer: 'that says nothing of it', said: refusal({ executed: undefined }) },
      { answer: 'that says that something ran', said: refusal({ executed: true }) },
      { answer: 'with another error', said: { errors: [REFUSED, { message: 'And this' }] } },
      { answer: 'with a second refusal', said: { errors: [REFUSED, REFUSED] } },
      {
        answer: 'whose code is all that is left',
        said: { errors: [{ message: 'No', extensions: { code: 'REAUTH_REQUIRED' } }] },
      },
    ])('RA-46: after an answer $answer', async ({ said }) => {
      const { server, user } = await visitScripted(kit, [said, DONE]);
      const error: unknown = await user.client.mutate({ mutation: TRANSFER }).catch(caught);
      expect(getReauthChallenge(error)).toMatchObject({ code: 'REAUTH_REQUIRED' });
      expect(getReauthError(error)).toBeUndefined();
      expect([server.requests.length, user.prompts]).toEqual([1, 0]);
    });
  });

  it('RA-46: sends a query again whatever it ran', async () => {
    const said = { ...refusal({ executed: true }), data: { iban: null } };
    const { server, user } = await visitScripted(kit, [said, { data: { iban: 'DE02' } }], {
      promptFor: 'all',
    });
    const answer = user.client.query({ query: IBAN });
    await user.untilWaiting();
    user.recentAuth.confirm();
    expect((await answer).data).toEqual({ iban: 'DE02' });
    expect(server.requests).toHaveLength(2);
  });

  it('hands on what a retried mutation answers that ran in part', async () => {
    const partly = { ...refusal({ executed: true }), data: { renameAccount: 'Holidays' } };
    const { server, user } = await visitScripted(kit, [refusal(), partly]);
    const mutation = RENAME_AND_TRANSFER;
    const answer = user.client.mutate({ mutation, errorPolicy: 'all', fetchPolicy: 'no-cache' });
    await user.untilWaiting();
    user.recentAuth.confirm();
    expect((await answer).data).toEqual(partly.data);
    expect(server.requests).toHaveLength(2);
  });

  it('RA-46: hands on a subscription that is refused', async () => {
    const { server, user } = await visitScripted(kit, [refusal()], { promptFor: 'all' });
    const query = parse('subscription { transferred { id } }');
    const seen = await new Promise((resolve) => {
      user.client.subscribe({ query }).subscribe({
        next: (result) => {
          resolve(getReauthChallenge(result));
        },
        error: (error: unknown) => {
          resolve(getReauthChallenge(error));
        },
      });
    });
    expect(seen).toMatchObject({ code: 'REAUTH_REQUIRED' });
    expect([server.requests.length, user.prompts]).toEqual([1, 0]);
  });

  it('hands on an answer that comes in parts, in order', async () => {
    const parts = [
      { ...refusal({ executed: true }), data: { hello: null }, hasNext: true },
      { incremental: [{ data: { hello: 'you' }, path: [] }], hasNext: true },
      { hasNext: false },
    ];
    const end = new kit.ApolloLink(
      () =>
        new kit.Observable((observer) => {
          observer.next(parts[0] as never);
          observer.next(parts[1] as never);
          setImmediate(() => {
            observer.next(parts[2] as never);
            observer.complete();
          });
        }),
    );
    const { user } = await visitScripted(kit, [], { promptFor: 'all', end });
    const { client } = user;
    const seen: unknown[] = [];
    await new Promise((resolve) => {
      kit.ApolloLink.execute(client.link, { query: HELLO }, { client }).subscribe({
        next: (part) => seen.push(part),
        complete: () => {
          resolve(undefined);
        },
      });
    });
    expect(seen).toEqual(parts);
    expect(user.prompts).toBe(0);
  });

  it('hands on what came beside data with a status of failure', async () => {
    const said = { ...refusal({ executed: true }), data: { iban: null } };
    const { server, user } = await visitScripted(kit, [
      { status: 403, text: JSON.stringify(said) },
    ]);
    const error: unknown = await user.client.query({ query: IBAN }).catch(caught);
    expect(getReauthChallenge(error)).toMatchObject({ maxAge: 300 });
    expect([server.requests.length, user.prompts]).toEqual([1, 0]);
  });
}

const REFUSED = (refusal() as { errors: [object] }).errors[0];
const DONE = { data: { transfer: { __typename: 'Receipt', id: 't1' } } };

const caught = (error: unknown): unknown => error;
