import { ApolloServer, HeaderMap } from '@apollo/server';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseContentType, mediaTypeOf } from '../../src/apollo/media-type.js';

const JSON_RESPONSE = 'application/json; charset=utf-8';
const GRAPHQL_RESPONSE = 'application/graphql-response+json; charset=utf-8';
const CALLBACK = 'application/json; callbackSpec=1.0; charset=utf-8';

const server = new ApolloServer({ typeDefs: 'type Query { hello: String }' });
await server.start();

/** What Apollo Server answers with; nothing where it answers 406. */
async function apolloChoice(accept: string): Promise<string | undefined> {
  const headers = new HeaderMap([['content-type', 'application/json']]);
  headers.set('accept', accept);
  const answer = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers, search: '', body: { query: '{ hello }' } },
    context: () => Promise.resolve({}),
  });
  return answer.status === 406 ? undefined : answer.headers.get('content-type');
}

it.each([
  { accept: undefined, contentType: JSON_RESPONSE },
  { accept: '', contentType: JSON_RESPONSE },
  { accept: '*/*', contentType: JSON_RESPONSE },
  { accept: 'application/json', contentType: JSON_RESPONSE },
  { accept: 'Application/JSON', contentType: JSON_RESPONSE },
  { accept: 'application/graphql-response+json', contentType: GRAPHQL_RESPONSE },
  { accept: 'application/json, application/graphql-response+json', contentType: JSON_RESPONSE },
  { accept: 'application/graphql-response+json, application/json', contentType: GRAPHQL_RESPONSE },
  {
    accept: 'application/graphql-response+json,application/json;q=0.9',
    contentType: GRAPHQL_RESPONSE,
  },
  {
    accept: 'application/graphql-response+json;q=0.8, application/json;q=0.9',
    contentType: JSON_RESPONSE,
  },
  { accept: 'application/json;q=0, */*', contentType: GRAPHQL_RESPONSE },
  { accept: 'application/*;q=0.5, application/json;q=0.1', contentType: GRAPHQL_RESPONSE },
  { accept: 'application/json;callbackSpec=1.0', contentType: CALLBACK },
  { accept: 'text/html, application/json;charset="utf-8"', contentType: JSON_RESPONSE },
  { accept: 'text/plain;a="x,y;q=1", */*;q=0.1', contentType: JSON_RESPONSE },
])('answers Accept: $accept with $contentType, as Apollo Server does', async (example) => {
  const { accept, contentType } = example;
  expect(chooseContentType(accept)).toBe(contentType);
  expect(await apolloChoice(accept ?? '')).toBe(contentType);
});

it.each(['text/html', 'application/json;charset=utf-16', 'application/json;q=0', 'nonsense', ','])(
  'answers Accept: %s with JSON, where Apollo Server executes and then sends 406',
  async (accept) => {
    expect(chooseContentType(accept)).toBe(JSON_RESPONSE);
    expect(await apolloChoice(accept)).toBeUndefined();
  },
);

it('chooses what Apollo Server chooses, whatever the header lists', async () => {
  const range = fc
    .record({
      type: fc.constantFrom('*/*', 'application/*', 'text/html', 'application/json'),
      parameter: fc.constantFrom('', ';charset=utf-8', ';charset=latin1', '; callbackSpec="1.0"'),
      quality: fc.constantFrom('', ';q=0', ';q=0.3', ';q=0.30', '; Q=0.7', ';q=1'),
    })
    .map(({ type, parameter, quality }) => type + parameter + quality);
  const graphql = fc
    .constantFrom('', ';q=0', ';q=0.3', ';q=0.7', ';charset=utf-8')
    .map((rest) => `application/graphql-response+json${rest}`);
  const accepts = fc.array(fc.oneof(range, graphql), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(accepts, async (ranges) => {
      const accept = ranges.join(', ');
      expect(chooseContentType(accept)).toBe((await apolloChoice(accept)) ?? JSON_RESPONSE);
    }),
    { numRuns: 500 },
  );
});

it('reads a long and hostile header in no time', () => {
  const accept = '",;="\\'.repeat(3_000);
  expect(chooseContentType(accept)).toBe(JSON_RESPONSE);
});

it.each([
  ['application/json; charset=utf-8', 'application/json'],
  [' Application/GraphQL-Response+JSON ;x', 'application/graphql-response+json'],
  ['', ''],
])('takes the media type out of %j', (contentType, mediaType) => {
  expect(mediaTypeOf(contentType)).toBe(mediaType);
});
