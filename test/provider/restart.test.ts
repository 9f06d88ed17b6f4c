import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDevelopmentProvider } from '../../src/provider/index.js';
import {
  APP_ORIGIN,
  createVisitor,
  makeFolder,
  NOW,
  refresh,
  setClock,
  startProvider,
} from '../support/development-provider.js';

/** Stops the provider and starts it at the same address. */
async function restart(provider: Awaited<ReturnType<typeof startProvider>>) {
  await provider.close();
  const { dataDir } = provider;
  return startProvider({ dataDir, port: Number(new URL(provider.issuer).port) });
}

describe('after a restart', () => {
  it('keys, session and refresh token are what they were', async () => {
    const before = await startProvider();
    const visitor = createVisitor(before);
    const tokens = await visitor.signIn();
    const after = await restart(before);
    setClock(NOW + 100);
    expect(after.issuer).toBe(before.issuer);
    const again = await visitor.signIn({ prompt: 'none' });
    expect(again.kid).toBe(tokens.kid);
    expect(again.claims.auth_time).toBe(NOW);
    const renewed = await refresh(after, tokens);
    expect(renewed.claims).toMatchObject({ sub: 'alice', auth_time: NOW, iat: NOW + 100 });
  });

  it('a sign-in that was under way goes on', async () => {
    const before = await startProvider();
    const visitor = createVisitor(before);
    await visitor.ask();
    await restart(before);
    const { location } = await visitor.fillIn({
      step: 'password',
      username: 'alice',
      password: 'wonderland',
    });
    expect(location?.origin).toBe(APP_ORIGIN);
  });

  it('a refresh token that was used stays used', async () => {
    const before = await startProvider();
    const tokens = await createVisitor(before).signIn();
    await refresh(before, tokens);
    const after = await restart(before);
    await expect(refresh(after, tokens)).rejects.toThrow('invalid_grant');
  });
});

describe('the files', () => {
  it("are its owner's alone, and there are two of them", async () => {
    const dataDir = makeFolder();
    await createVisitor(await startProvider({ dataDir })).signIn();
    expect(readdirSync(dataDir).sort()).toEqual(['provider-keys.json', 'provider-sessions.json']);
    for (const name of readdirSync(dataDir)) {
      expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
    }
  });

  it('are made in a folder that is not there yet', async () => {
    const dataDir = join(makeFolder(), 'not', 'yet');
    await startProvider({ dataDir });
    expect(readdirSync(dataDir)).toEqual(['provider-keys.json']);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  it('hold a signing key for RS256 and one for ES256, and publish no private part', async () => {
    const { issuer } = await startProvider();
    const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: object[] };
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
      ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'],
    ]);
  });

  it.each([
    {
      file: 'provider-keys.json',
      text: '{"jwks":[',
      consequence: 'tokens signed before will be refused',
    },
    { file: 'provider-keys.json', text: '{}', consequence: 'tokens signed before will be refused' },
    {
      file: 'provider-keys.json',
      text: '{"jwks":[{}],"cookieKeys":[]}',
      consequence: 'tokens signed before will be refused',
    },
    {
      file: 'provider-keys.json',
      text: 'null',
      consequence: 'tokens signed before will be refused',
    },
    { file: 'provider-sessions.json', text: '', consequence: 'everyone has to sign in again' },
    { file: 'provider-sessions.json', text: '{}', consequence: 'everyone has to sign in again' },
    {
      file: 'provider-sessions.json',
      text: '[["Session:1"]]',
      consequence: 'everyone has to sign in again',
    },
    {
      file: 'provider-sessions.json',
      text: '[["Session:1",null]]',
      consequence: 'everyone has to sign in again',
    },
    {
      file: 'provider-sessions.json',
      text: '[["Session:1",{"payload":{},"expiresAt":"x"}]]',
      consequence: 'everyone has to sign in again',
    },
  ])(
    'stop the start when damaged, saying what to delete: $file with $text',
    async ({ file, text, consequence }) => {
      const provider = await startProvider();
      await provider.close();
      const { dataDir } = provider;
      const path = join(dataDir, file);
      writeFileSync(path, text);
      const start = createDevelopmentProvider({ port: 0, dataDir, appOrigins: [] });
      const error: unknown = await start.catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'UnreadableFileError', code: 'UNREADABLE_FILE' });
      expect(error).toHaveProperty(
        'message',
        `${path} is damaged. Delete it and start again; ${consequence}`,
      );
      expect(error).not.toHaveProperty('cause');
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );
});
