import { expect, it } from 'vitest';
import { startApolloBank } from '../support/apollo-bank.js';

const apollo = { allowBatchedHttpRequests: true };
const transfer = { query: 'mutation { transfer { id } }' };
const hello = { query: '{ hello }' };
const malformed = { query: '{' };
/** Found wanting only when it is executed, after the others were refused. */
const incomplete = { query: 'query ($no: Boolean!) { hello @skip(if: $no) }' };

const refused = {
  errors: [{ extensions: { code: 'REAUTH_REQUIRED', reauth: { executed: false } } }],
};
const greeted = { data: { hello: 'world' } };
const unreadable = { errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] };

it.each([
  { of: 'a refused mutation', batch: [transfer], body: [refused] },
  { of: 'a refused mutation and a query', batch: [transfer, hello], body: [refused, greeted] },
  { of: 'a query and a refused mutation', batch: [hello, transfer], body: [greeted, refused] },
  {
    of: 'a refused mutation and a malformed query',
    batch: [transfer, malformed],
    body: [refused, unreadable],
  },
  {
    of: 'a malformed query and a refused mutation',
    batch: [malformed, transfer],
    body: [unreadable, refused],
  },
  {
    of: 'a refused mutation and a query without its variables',
    batch: [transfer, incomplete],
    body: [refused, { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] }],
  },
])('RA-30: answers a batch of $of with 200, without a challenge', async ({ batch, body }) => {
  const bank = await startApolloBank({ apollo });
  const accept = 'application/graphql-response+json';
  const answer = await bank.post(batch, { token: await bank.token(301), accept });
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body,
  });
  expect(answer.headers).not.toHaveProperty('www-authenticate');
  expect(answer.headers).not.toHaveProperty('access-control-expose-headers');
});

it('answers a batch without a token with 200, too', async () => {
  const bank = await startApolloBank({ apollo });
  const answer = await bank.post([transfer, hello]);
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: [{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }, greeted],
  });
  expect(bank.ran).toEqual(['hello']);
});

it('keeps a batch uncacheable whatever an unguarded entry allows', async () => {
  const bank = await startApolloBank({ apollo });
  const answer = await bank.post([{ query: '{ iban }' }, hello], { token: await bank.token(0) });
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: [{ data: { iban: 'DE02' } }, greeted],
  });
});

it('leaves the status of a batch without a refusal to Apollo Server', async () => {
  const bank = await startApolloBank({ apollo });
  expect(await bank.post([hello, malformed])).toMatchObject({ status: 400 });
});
