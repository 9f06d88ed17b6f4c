import { afterEach, describe, expect, it, vi } from 'vitest';
import { RecentAuthLink } from '../../../src/apollo-client/index.js';
import { getReauthChallenge } from '../../../src/client/index.js';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { HELLO, IBAN, TRANSFER } from '../../support/apollo-operations.js';
import { refusal, visitScripted } from '../../support/apollo-visit.js';
import { startScriptedGraphQL } from '../../support/scripted-graphql.js';

export function describeOrigins(kit: ApolloKit): void {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  /** What of the token gets through to this address. */
  async function sendTo(uri: unknown, origins?: readonly string[]): Promise<unknown> {
    const { user, stale } = await visitScripted(kit, []);
    const seen: unknown[] = [];
    const end = new kit.ApolloLink((operation) => {
      const { headers } = operation.getContext() as { headers?: { authorization?: string } };
      seen.push(headers?.authorization);
      return new kit.Observable((observer) => {
        observer.complete();
      });
    });
    const link = new RecentAuthLink({ recentAuth: user.recentAuth, origins }).concat(end);
    const context = { uri, headers: { authorization: 'theirs' } };
    await new Promise((resolve) => {
      kit.ApolloLink.execute(link, { query: HELLO, context }, { client: user.client }).subscribe({
        complete: () => {
          resolve(undefined);
        },
      });
    });
    return seen[0] === `Bearer ${stale}` ? 'ours' : seen[0];
  }

  const page = { href: 'https://shop.example/checkout?step=2', origin: 'https://shop.example' };
  const origins = ['HTTPS://API.example:443', 'http://localhost:4000/'];

  it.each([
    { uri: '', header: 'ours' },
    { uri: 'https://api.example/graphql', header: 'ours' },
    { uri: 'https://API.EXAMPLE:443/graphql', header: 'ours' },
    { uri: new URL('https://api.example/graphql'), header: 'ours' },
    { uri: 'http://localhost:4000/graphql', header: 'ours' },
    { uri: 'http://localhost:4001/graphql', header: 'theirs' },
    { uri: 'http://api.example/graphql', header: 'theirs' },
    { uri: 'https://api.example.evil.test/graphql', header: 'theirs' },
    { uri: 'https://api.example@evil.test/graphql', header: 'theirs' },
    { uri: '//evil.test/graphql', header: 'theirs' },
    { uri: '/\\evil.test/graphql', header: 'theirs' },
    { uri: '/graphql', header: 'ours' },
    { uri: 'https://shop.example/graphql', header: 'ours' },
    { uri: new Request('https://api.example/graphql'), header: 'theirs' },
    { uri: { toString: () => 'https://api.example/graphql' }, header: 'theirs' },
    { uri: () => 'https://api.example/graphql', header: 'theirs' },
    { uri: 'https://', header: 'theirs' },
  ])('sends $header token to $uri', async ({ uri, header }) => {
    vi.stubGlobal('location', page);
    expect(await sendTo(uri, origins)).toBe(header);
  });

  it.each([
    { where: 'the page', location: page, baseURI: page.href, header: 'ours' },
    { where: 'a base elsewhere', location: page, baseURI: 'https://cdn.test/', header: 'theirs' },
    { where: 'a worker', location: page, baseURI: undefined, header: 'ours' },
    { where: 'no page', location: undefined, baseURI: undefined, header: 'theirs' },
    {
      where: 'an opaque origin',
      location: { href: 'file:///index.html', origin: 'null' },
      baseURI: undefined,
      header: 'theirs',
    },
  ])('takes a relative address for $where', async ({ location, baseURI, header }) => {
    vi.stubGlobal('location', location);
    vi.stubGlobal('document', baseURI && { baseURI });
    expect(await sendTo('/graphql')).toBe(header);
  });

  it('RA-48: leaves an operation for another host alone: no token, no prompt, nothing of the ticket', async () => {
    const foreign = await startScriptedGraphQL([refusal({ ticket: 'theirs' })]);
    const { server, user } = await visitScripted(kit, [], { promptFor: 'all' });
    const headers = { authorization: 'Basic dGhlaXJz' };
    const error: unknown = await user.client
      .mutate({ mutation: TRANSFER, context: { uri: foreign.url, headers } })
      .catch(caught);
    expect(getReauthChallenge(error)).toMatchObject({ code: 'REAUTH_REQUIRED' });
    expect(foreign.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Basic dGhlaXJz',
    ]);
    expect([server.requests.length, user.prompts]).toEqual([0, 0]);
  });

  it('RA-48: takes token and ticket back where another link sends the operation elsewhere in the end', async () => {
    const foreign = await startScriptedGraphQL([{ data: { transfer: null } }]);
    let isDown = false;
    const failover = new kit.ApolloLink((operation, forward) => {
      if (isDown) operation.setContext({ uri: foreign.url });
      isDown = true;
      return forward(operation);
    });
    const { server, user } = await visitScripted(
      kit,
      [refusal({ ticket: 'ours' }), { status: 503, text: 'down' }],
      { before: [new kit.RetryLink({ delay: { initial: 1 } }), failover] },
    );
    const answer = user.client.mutate({ mutation: TRANSFER });
    await user.untilWaiting();
    user.recentAuth.confirm();
    await answer;
    expect(server.requests[1]?.body.extensions).toMatchObject({ reauth: { ticket: 'ours' } });
    const [received] = foreign.requests;
    expect(received?.headers).not.toHaveProperty('authorization');
    expect(received?.body.extensions ?? {}).not.toHaveProperty('reauth');
  });

  it('holds an operation for an origin that it was told', async () => {
    const second = await startScriptedGraphQL([refusal(), { data: { transfer: null } }]);
    const { user } = await visitScripted(kit, [], { origins: [second.origin] });
    const context = { uri: second.url };
    const answer = user.client.mutate({ mutation: TRANSFER, context });
    await user.untilWaiting();
    user.recentAuth.confirm();
    await answer;
    expect(second.requests).toHaveLength(2);
  });

  it('RA-48: does not let another host ask to which its own server redirects', async () => {
    const foreign = await startScriptedGraphQL([refusal()]);
    const redirect = { status: 307, headers: { location: foreign.url }, text: '' };
    const { server, user } = await visitScripted(kit, [redirect], {
      promptFor: 'all',
      origins: ['https://api.example'],
    });
    for (const run of [
      () => user.client.mutate({ mutation: TRANSFER }),
      () => user.client.query({ query: IBAN }),
    ]) {
      expect(getReauthChallenge(await run().catch(caught))).toMatchObject({ maxAge: 300 });
    }
    expect(foreign.requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      undefined,
    ]);
    expect([server.requests.length, user.prompts]).toEqual([2, 0]);
  });

  it('lets its own server ask, whatever else is among the origins', async () => {
    const own = await startScriptedGraphQL([refusal(), { data: { transfer: null } }]);
    const origins = ['https://elsewhere.example'];
    const { user } = await visitScripted(kit, [], { uri: own.url, origins });
    const answer = user.client.mutate({ mutation: TRANSFER });
    await user.untilWaiting();
    user.recentAuth.confirm();
    await answer;
    expect(own.requests).toHaveLength(2);
  });

  it('RA-48: does not let another host ask to which its own server redirects, where no origins are told', async () => {
    const foreign = await startScriptedGraphQL([refusal()]);
    const redirect = { status: 307, headers: { location: foreign.url }, text: '' };
    const { user } = await visitScripted(kit, [redirect]);
    const error: unknown = await user.client.mutate({ mutation: TRANSFER }).catch(caught);
    expect(getReauthChallenge(error)).toMatchObject({ maxAge: 300 });
    expect(user.prompts).toBe(0);
  });

  it('lets its own server ask where that is among the origins', async () => {
    const own = await startScriptedGraphQL([refusal(), { data: { transfer: null } }]);
    const { user } = await visitScripted(kit, [], { uri: own.url, origins: [own.origin] });
    const answer = user.client.mutate({ mutation: TRANSFER });
    await user.untilWaiting();
    user.recentAuth.confirm();
    await answer;
    expect(own.requests).toHaveLength(2);
  });

  describe('an origin', () => {
    it.each([
      { origins: 'https://api.example', says: 'must be a list, such as ["https://api' },
      { origins: ['api.example'], says: 'rather than "api.example"' },
      { origins: ['https://api.example/graphql'], says: 'hold "https://api.example" rather' },
      { origins: ['https://user@api.example'], says: 'hold "https://api.example" rather' },
      { origins: ['https://api.example?'], says: 'hold "https://api.example" rather' },
      { origins: ['*'], says: 'hold "https://api.example.com" rather than "*"' },
      { origins: ['null'], says: 'rather than "null"' },
      { origins: ['file:///'], says: 'rather than "file:///"' },
      { origins: ['data:,'], says: 'rather than "data:,"' },
      { origins: [undefined], says: 'rather than "undefined"' },
    ])('that is none is refused at once: $origins', async ({ origins, says }) => {
      const { user } = await visitScripted(kit, []);
      const { recentAuth } = user;
      expect(() => new RecentAuthLink({ recentAuth, origins: origins as string[] })).toThrow(says);
    });
  });
}

const caught = (error: unknown): unknown => error;
