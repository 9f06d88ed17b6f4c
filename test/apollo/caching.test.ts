import { createHash } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import responseCache from '@apollo/server-plugin-response-cache';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { DocumentNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { recentAuthPlugin } from '../../src/apollo/index.js';
import { createRecentAuth } from '../../src/directive/index.js';
import type { AuthenticationContext } from '../../src/protocol/index.js';
import { authenticationAt } from '../../src/testing/index.js';
import { startApolloBank } from '../support/apollo-bank.js';
import { send } from '../support/send.js';

describe.each(['before', 'after'] as const)('a response cache %s ours', (place) => {
  it('RA-31: neither keeps nor serves what a guarded field answered', async () => {
    const bank = await startApolloBank({ [place]: [responseCache()] });
    const query = { query: '{ iban report { title details } }' };
    const fresh = await bank.post(query, { token: await bank.token(0) });
    const stale = await bank.post(query, { token: await bank.token(301) });
    const again = await bank.post(query, { token: await bank.token(0) });
    const full = { data: { iban: 'DE02', report: { title: 'Year', details: 'All of it' } } };
    expect(fresh.body).toEqual(full);
    expect(stale.body).toMatchObject({
      data: { iban: null, report: { title: 'Year', details: 'All of it' } },
      errors: [{ path: ['iban'], extensions: { code: 'REAUTH_REQUIRED' } }],
    });
    expect(again.body).toEqual(full);
    expect(bank.ran).toEqual(['iban', 'report', 'report', 'iban', 'report']);
  });

  it('still keeps what is not guarded', async () => {
    const bank = await startApolloBank({ [place]: [responseCache()] });
    await bank.post({ query: '{ report { title } }' });
    const cached = await bank.post({ query: '{ report { title } }' });
    expect(cached).toMatchObject({ headers: { age: '0' }, body: { data: { report: {} } } });
    expect(bank.ran).toEqual(['report']);
  });
});

it('refuses a persisted query as any other, by POST and by GET', async () => {
  const bank = await startApolloBank({ recentAuth: { atomicQueries: true } });
  const query = '{ iban }';
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  const extensions = { persistedQuery: { version: 1, sha256Hash } };
  const refused = { errors: [{ extensions: { code: 'REAUTH_REQUIRED' } }] };
  const stale = { token: await bank.token(301) };
  const fresh = { token: await bank.token(0) };
  const parameters = `extensions=${encodeURIComponent(JSON.stringify(extensions))}`;
  const get = (token: string) =>
    send(`${bank.url}?${parameters}`, [
      ['content-type', 'application/json'],
      ['authorization', `Bearer ${token}`],
    ]);

  expect((await bank.post({ query, extensions }, stale)).body).toMatchObject(refused);
  expect((await bank.post({ query, extensions }, fresh)).body).toEqual({ data: { iban: 'DE02' } });
  expect((await bank.post({ extensions }, stale)).body).toMatchObject(refused);
  expect((await bank.post({ extensions }, fresh)).body).toEqual({ data: { iban: 'DE02' } });
  expect(await get(stale.token)).toMatchObject({
    headers: { 'cache-control': 'no-store' },
    body: refused,
  });
  expect((await get(fresh.token)).body).toEqual({ data: { iban: 'DE02' } });
});

it('refuses without a document store, each time anew', async () => {
  const bank = await startApolloBank({ apollo: { documentStore: null } });
  const query = { query: 'mutation { renameAccount(name: "x") transfer { id } }' };
  for (const age of [301, 301]) {
    const answer = await bank.post(query, { token: await bank.token(age) });
    expect(answer.body).toMatchObject({ errors: [{ extensions: { code: 'REAUTH_REQUIRED' } }] });
  }
  expect(bank.ran).toEqual([]);
  const allowed = await bank.post(query, { token: await bank.token(0) });
  expect(allowed.body).toEqual({ data: { renameAccount: 'renamed', transfer: { id: 't1' } } });
});

it('tells servers apart that share documents and differ in annotations alone', async () => {
  const documents = new Map<string, DocumentNode>();
  const documentStore = {
    get: (key: string) => Promise.resolve(documents.get(key)),
    set: (key: string, document: DocumentNode) =>
      Promise.resolve(void documents.set(key, document)),
    delete: (key: string) => Promise.resolve(documents.delete(key)),
  };
  const [strict, loose] = [300, 3600].map((seconds) => {
    const recentAuth = createRecentAuth<AuthenticationContext>();
    const typeDefs = `type Query { iban: String @requiresRecentAuth(seconds: ${seconds}) }`;
    const schema = makeExecutableSchema({
      typeDefs: [recentAuth.typeDefs, typeDefs],
      resolvers: { Query: { iban: () => 'DE02' } },
    });
    return new ApolloServer<AuthenticationContext>({
      schema: recentAuth.transform(schema),
      plugins: [recentAuthPlugin(recentAuth)],
      documentStore,
    });
  });
  const ask = async (server: typeof strict) => {
    const contextValue = authenticationAt(900);
    const response = await server?.executeOperation({ query: '{ iban }' }, { contextValue });
    return response?.body.kind === 'single' ? response.body.singleResult.data : undefined;
  };
  expect(await ask(loose)).toEqual({ iban: 'DE02' });
  expect(await ask(strict)).toEqual({ iban: null });
  expect(await ask(loose)).toEqual({ iban: 'DE02' });
  expect(documents.size).toBe(1);
});
