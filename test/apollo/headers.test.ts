import { HeaderMap } from '@apollo/server';
import type { ApolloServerPlugin, HTTPGraphQLHead } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { describe, expect, it } from 'vitest';
import { startApolloBank } from '../support/apollo-bank.js';
import { send } from '../support/send.js';

const GRAPHQL_RESPONSE = 'application/graphql-response+json';
const JSON_HEADERS = [['content-type', 'application/json']] as const;

type Change = (headers: HeaderMap, http: HTTPGraphQLHead) => void;

/** A plugin that has the last word, or believes so. */
function whenSent(change: Change, delay = false): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        async willSendResponse({ response }) {
          if (delay) await new Promise((resolve) => setImmediate(resolve));
          change(response.http.headers, response.http);
        },
      }),
  };
}

const meddlers: readonly { readonly what: string; readonly change: Change }[] = [
  { what: 'sets public', change: (headers) => headers.set('Cache-Control', 'public') },
  { what: 'unsets it', change: (headers) => headers.delete('cache-control') },
  {
    what: 'brings headers of its own',
    change: (headers, http) => {
      http.headers = new HeaderMap([...headers, ['cache-control', 'public']]);
    },
  },
];

describe.each([{ place: 'before' }, { place: 'after' }] as const)('a plugin $place ours', (at) => {
  it.each(
    meddlers.flatMap((one) => [
      { ...one, delay: false, age: 0, status: 200 },
      { ...one, delay: true, age: 0, status: 200 },
      { ...one, delay: false, age: 301, status: 401 },
      { ...one, delay: true, age: 301, status: 401 },
    ]),
  )('RA-31: that $what (late: $delay) leaves no-store at $status', async (example) => {
    const bank = await startApolloBank({ [at.place]: [whenSent(example.change, example.delay)] });
    const token = await bank.token(example.age);
    const answer = await bank.post(
      { query: 'mutation { transfer { id } }' },
      { token, accept: GRAPHQL_RESPONSE },
    );
    expect(answer).toMatchObject({
      status: example.status,
      headers: { 'cache-control': 'no-store' },
    });
  });

  it.each(['X-Trace', 'www-authenticate, X-Trace'])(
    'RA-29: adds %s to what we expose',
    async (names) => {
      const expose = (headers: HeaderMap) => headers.set('Access-Control-Expose-Headers', names);
      const bank = await startApolloBank({ [at.place]: [whenSent(expose)] });
      const { headers } = await bank.post({ query: 'mutation { transfer { id } }' });
      const exposed = String(headers['access-control-expose-headers']).toLowerCase().split(', ');
      expect(exposed.sort()).toEqual(['www-authenticate', 'x-trace']);
    },
  );
});

it.each([
  { query: '{ iban }', age: 0, what: 'allowed' },
  { query: '{ iban }', age: 301, what: 'refused in part' },
  {
    query: 'query ($no: Boolean = false) { hello iban @include(if: $no) }',
    age: 0,
    what: 'left out',
  },
])('RA-31: sends no-store where a guarded field is $what', async ({ query, age }) => {
  const bank = await startApolloBank();
  const answer = await bank.post({ query }, { token: await bank.token(age) });
  expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
});

it('leaves the headers of other operations alone', async () => {
  const bank = await startApolloBank();
  const answer = await bank.post({ query: '{ hello }' });
  expect(answer.headers).toMatchObject({ 'cache-control': 'max-age=60, public' });
  expect(answer.body).toEqual({ data: { hello: 'world' } });
});

it('sends no-store with the 405 to a mutation by GET, which caches would keep', async () => {
  // Apollo's own plugin would say so of every error; not everyone has it.
  const bank = await startApolloBank({ after: [ApolloServerPluginCacheControlDisabled()] });
  const query = encodeURIComponent('mutation { transfer { id } }');
  const answer = await send(`${bank.url}?query=${query}`, JSON_HEADERS);
  expect(answer).toMatchObject({ status: 405, headers: { 'cache-control': 'no-store' } });
  expect(bank.ran).toEqual([]);
});

it('sends the answer of a mutation to a client that accepts neither type', async () => {
  const bank = await startApolloBank();
  const answer = await bank.post(
    { query: 'mutation { transfer { id } }' },
    { token: await bank.token(0), accept: 'text/html' },
  );
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' },
    body: { data: { transfer: { id: 't1' } } },
  });
});

it('answers by the content type that another plugin has chosen', async () => {
  const choice: ApolloServerPlugin = {
    requestDidStart({ response }) {
      response.http.headers.set('content-type', 'application/json; charset=utf-8');
      return Promise.resolve();
    },
  };
  const bank = await startApolloBank({ before: [choice] });
  const answer = await bank.post(
    { query: 'mutation { transfer { id } }' },
    { token: await bank.token(301), accept: GRAPHQL_RESPONSE },
  );
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
});

it('says nothing of an operation that is not in the document', async () => {
  const bank = await startApolloBank();
  const answer = await bank.post({ query: '{ iban }', operationName: 'Other' });
  expect(answer).toMatchObject({
    status: 400,
    body: { errors: [{ message: 'Unknown operation named "Other".' }] },
  });
});

it.each(['standalone', 'fastify'] as const)('sees two tokens on %s', async (integration) => {
  const bank = await startApolloBank({ integration });
  const authorization = ['authorization', `Bearer ${await bank.token(0)}`] as const;
  const headers = [...JSON_HEADERS, authorization, authorization];
  const answer = await send(bank.url, headers, { query: '{ iban }' });
  expect(answer).toMatchObject({
    status: 400,
    headers: { 'www-authenticate': 'Bearer error="invalid_request"' },
    body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
  });
});
