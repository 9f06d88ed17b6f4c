import { gql, GraphQLClient } from 'graphql-request';
import { describe, expect, it } from 'vitest';
import {
  getReauthChallenge,
  ReauthCancelledError,
  ReauthStillStaleError,
  ReauthUserMismatchError,
} from '../../src/client/index.js';
import { NOW, startApolloBank } from '../support/apollo-bank.js';
import type { ApolloBank } from '../support/apollo-bank.js';
import { startScriptedGraphQL } from '../support/scripted-graphql.js';
import type { Script } from '../support/scripted-graphql.js';
import { createTokenUser } from '../support/token-user.js';
import type { TokenUser, TokenUserOptions } from '../support/token-user.js';

const TRANSFER = 'mutation { transfer { id } }';
const PAID = { data: { transfer: { id: 't1' } } };
const clock = () => NOW;

async function staleUser(bank: ApolloBank, options?: TokenUserOptions): Promise<TokenUser> {
  return createTokenUser(
    { clock, token: (age) => bank.token(age) },
    await bank.token(301),
    options,
  );
}

/** As an application calls its API without any GraphQL client. */
function post(url: string, user: TokenUser, query = TRANSFER) {
  return async () =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await user.headers()) },
      body: JSON.stringify({ query }),
    });
}

const error = { extensions: { code: 'REAUTH_REQUIRED', reauth: { maxAge: 60, executed: false } } };

/** Says this the first time and that it has worked ever after, and counts. */
function scripted(...answers: readonly (object | Error)[]) {
  const calls: unknown[][] = [];
  const run = (...args: unknown[]): Promise<object> => {
    calls.push(args);
    const answer = answers[calls.length - 1] ?? PAID;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { calls, run };
}

async function someUser(options?: TokenUserOptions): Promise<TokenUser> {
  return staleUser(await startApolloBank(), options);
}

describe('withReauth', () => {
  it.each(['negotiated', 200, 401] as const)(
    'repeats a fetch once the user has signed in, and leaves its body to the caller: %s',
    async (httpStatus) => {
      const bank = await startApolloBank({ recentAuth: { httpStatus } });
      const user = await staleUser(bank);
      const response = await user.recentAuth.withReauth(post(bank.url, user))();
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual(PAID);
      expect({ ran: bank.ran, signIns: user.signIns }).toEqual({ ran: ['transfer'], signIns: 1 });
    },
  );

  it('leaves a response alone that is not refused', async () => {
    const bank = await startApolloBank();
    const user = await staleUser(bank);
    const response = await user.recentAuth.withReauth(post(bank.url, user, '{ hello }'))();
    expect(response.bodyUsed).toBe(false);
    expect(await response.json()).toEqual({ data: { hello: 'world' } });
    expect(user.signIns).toBe(0);
  });

  it('repeats a request of graphql-request', async () => {
    const bank = await startApolloBank();
    const user = await staleUser(bank);
    const client = new GraphQLClient(bank.url);
    const transfer = user.recentAuth.withReauth(async (document: string) => {
      return client.request<unknown>(document, {}, await user.headers());
    });
    expect(
      await transfer(gql`
        ${TRANSFER}
      `),
    ).toEqual(PAID.data);
    expect({ ran: bank.ran, signIns: user.signIns }).toEqual({ ran: ['transfer'], signIns: 1 });
  });

  it('repeats a server action with the same arguments', async () => {
    const user = await someUser();
    const { calls, run } = scripted({ errors: [error] });
    const input = { amount: 1 };
    expect(await user.recentAuth.withReauth(run)(input, 'now')).toBe(PAID);
    expect(calls).toEqual([
      [input, 'now'],
      [input, 'now'],
    ]);
  });

  it('never sends more than the first refusal again', async () => {
    const user = await someUser();
    const { calls, run } = scripted({ errors: [error] }, { errors: [error] }, { errors: [error] });
    const outcome = await user.recentAuth
      .withReauth(run)()
      .catch((thrown: unknown) => thrown);
    expect(ReauthStillStaleError.is(outcome)).toBe(true);
    expect(getReauthChallenge(outcome)).toMatchObject({ maxAge: 60 });
    expect({ calls: calls.length, signIns: user.signIns }).toEqual({ calls: 2, signIns: 1 });
  });

  it.each([
    { what: 'a data entry', answer: { data: null, errors: [error] } },
    { what: 'a second error', answer: { errors: [error, { message: 'No' }] } },
    {
      what: 'no word on what ran',
      answer: { errors: [{ extensions: { code: 'REAUTH_REQUIRED' } }] },
    },
    { what: 'one error alone', answer: error },
    { what: 'errors in an array', answer: [error] },
    { what: 'an error of urql', answer: { graphQLErrors: [error] } },
    { what: 'data of its own', answer: { data: { renamed: true }, error: { errors: [error] } } },
  ])('hands $what on, and asks nobody', async ({ answer }) => {
    const user = await someUser();
    const { calls, run } = scripted(answer);
    expect(await user.recentAuth.withReauth(run)()).toBe(answer);
    expect({ calls: calls.length, signIns: user.signIns }).toEqual({ calls: 1, signIns: 0 });
  });

  it.each([
    { what: 'a data entry', answer: { data: null, errors: [error] } },
    { what: 'errors in an array', answer: [error] },
  ])('repeats, with $what, what is idempotent', async ({ answer }) => {
    const user = await someUser();
    const { calls, run } = scripted(answer);
    expect(await user.recentAuth.withReauth(run, { idempotent: true })()).toBe(PAID);
    expect({ calls: calls.length, signIns: user.signIns }).toEqual({ calls: 2, signIns: 1 });
  });

  it('does not repeat a mutation behind a server that ran a part of it', async () => {
    const said = {
      data: { rename: 'r', transfer: null },
      errors: [{ ...error, path: ['transfer'] }],
    };
    const { url, requests } = await startScriptedGraphQL([said]);
    const user = await someUser();
    const response = await user.recentAuth.withReauth(post(url, user))();
    expect(await response.json()).toEqual(said);
    expect(requests).toHaveLength(1);
  });

  it.each([
    { what: 'what is no refusal', thrown: new Error('offline') },
    { what: 'a refusal that nothing helps against', thrown: refusalOf({ remedy: 'NONE' }) },
    { what: 'a refusal that ran', thrown: refusalOf({ executed: true }) },
  ])('throws $what as it is', async ({ thrown }) => {
    const user = await someUser();
    const { calls, run } = scripted(thrown);
    await expect(user.recentAuth.withReauth(run, {})()).rejects.toBe(thrown);
    expect({ calls: calls.length, signIns: user.signIns }).toEqual({ calls: 1, signIns: 0 });
  });

  it('asks once for many at once', async () => {
    const bank = await startApolloBank();
    const user = await staleUser(bank);
    const transfer = user.recentAuth.withReauth(post(bank.url, user));
    const responses = await Promise.all([transfer(), transfer(), transfer()]);
    expect(await Promise.all(responses.map((response) => response.json()))).toEqual([
      PAID,
      PAID,
      PAID,
    ]);
    expect(bank.ran).toEqual(['transfer', 'transfer', 'transfer']);
    expect(user.signIns).toBe(1);
  });

  it('sends nothing more where the user declines', async () => {
    const bank = await startApolloBank();
    const user = await staleUser(bank, { prompt: () => 'cancel' });
    const transfer = user.recentAuth.withReauth(post(bank.url, user), { description: 'Pay' });
    const outcome = await transfer().catch((thrown: unknown) => thrown);
    expect(outcome).toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'user' });
    expect(bank.ran).toEqual([]);
  });

  it('sends nothing more where somebody else signs in', async () => {
    const bank = await startApolloBank();
    const user = await staleUser(bank, { signIn: () => bank.token(0, { sub: 'mallory' }) });
    const outcome = await user.recentAuth
      .withReauth(post(bank.url, user))()
      .catch((thrown: unknown) => thrown);
    expect(ReauthUserMismatchError.is(outcome)).toBe(true);
    expect(bank.ran).toEqual([]);
  });

  it.each([
    { when: 'the caller aborts', reason: 'signal' },
    { when: 'the user signs out', reason: 'logout' },
  ])('sends nothing more where $when', async ({ reason }) => {
    const bank = await startApolloBank();
    const controller = new AbortController();
    const user: TokenUser = await staleUser(bank, {
      prompt: () => {
        if (reason === 'signal') controller.abort();
        else user.recentAuth.reset();
        return new Promise(() => undefined);
      },
    });
    const { signal } = controller;
    const outcome = await user.recentAuth
      .withReauth(post(bank.url, user), { signal })()
      .catch((thrown: unknown) => thrown);
    expect(ReauthCancelledError.is(outcome)).toBe(true);
    expect(outcome).toMatchObject({ reason });
    expect({ ran: bank.ran, signIns: user.signIns }).toEqual({ ran: [], signIns: 0 });
  });

  it('renews a token that expired on its way, and asks nobody', async () => {
    const bank = await startApolloBank();
    const expired = await bank.token(10, { exp: NOW - 60 });
    const user = createTokenUser(
      { clock: () => NOW - 120, token: (age) => bank.token(age) },
      expired,
      {
        renew: () => bank.token(10),
      },
    );
    const response = await user.recentAuth.withReauth(post(bank.url, user))();
    expect(await response.json()).toEqual(PAID);
    expect({ renewals: user.renewals, signIns: user.signIns }).toEqual({ renewals: 1, signIns: 0 });
  });
});

describe('withReauth, where a resource server asks as RFC 9470 says', () => {
  const challenge = 'Bearer error="insufficient_user_authentication", max_age="60"';
  const refused = {
    status: 401,
    headers: { 'www-authenticate': challenge },
    text: '{"error":"no"}',
  };
  const script: Script = [refused, { status: 200, text: '{"paid":true}' }];

  it('repeats what is idempotent', async () => {
    const { url, requests } = await startScriptedGraphQL(script);
    const user = await someUser();
    const response = await user.recentAuth.withReauth(post(url, user), { idempotent: true })();
    expect(await response.json()).toEqual({ paid: true });
    expect({ requests: requests.length, signIns: user.signIns }).toEqual({
      requests: 2,
      signIns: 1,
    });
  });

  it('hands anything else on: who refused may not be who ran', async () => {
    const { url, requests } = await startScriptedGraphQL(script);
    const user = await someUser();
    const response = await user.recentAuth.withReauth(post(url, user))();
    expect([response.status, await response.json()]).toEqual([401, { error: 'no' }]);
    expect({ requests: requests.length, signIns: user.signIns }).toEqual({
      requests: 1,
      signIns: 0,
    });
  });
});

function refusalOf(changes: object): Error {
  const { code, reauth } = error.extensions;
  const errors = [{ extensions: { code, reauth: { ...reauth, ...changes } } }];
  return Object.assign(new Error('Refused'), { response: { errors } });
}
