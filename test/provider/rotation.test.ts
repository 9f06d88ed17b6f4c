import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JSONWebKeySet } from 'jose';
import { describe, expect, it } from 'vitest';
import type { DevelopmentProvider } from '../../src/provider/index.js';
import {
  ALICE,
  createVisitor,
  NOW,
  redeem,
  refresh,
  setClock,
  startProvider,
} from '../support/development-provider.js';

describe('after a rotation of its keys', () => {
  it('tokens are signed with a new key, and the old ones can still be verified', async () => {
    const provider = await startProvider();
    const before = await publishedKeys(provider);
    const visitor = createVisitor(provider);
    const { kid } = await visitor.signIn();
    expect(before[0]).toBe(kid);
    await provider.rotateKeys();
    const after = await publishedKeys(provider);
    expect(after).toEqual([expect.any(String), expect.any(String), ...before]);
    expect(new Set(after).size).toBe(4);
    expect((await visitor.signIn()).kid).toBe(after[0]);
  });

  it('without the old ones, only the new ones are left', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    const before = await publishedKeys(provider);
    await provider.rotateKeys();
    await provider.rotateKeys({ keepOld: false });
    const after = await publishedKeys(provider);
    expect(after).toHaveLength(2);
    for (const kid of before) expect(after).not.toContain(kid);
    expect((await visitor.signIn()).kid).toBe(after[0]);
  });

  it.each([true, false])(
    'sessions and refresh tokens stay what they were (keepOld: %s)',
    async (keepOld) => {
      const provider = await startProvider();
      const visitor = createVisitor(provider);
      const tokens = await visitor.signIn();
      setClock(NOW + 100);
      await provider.rotateKeys({ keepOld });
      const [kid] = await publishedKeys(provider);
      const renewed = await refresh(provider, tokens);
      expect(renewed.kid).toBe(kid);
      expect(renewed.claims).toMatchObject({ sub: 'alice', auth_time: NOW, iat: NOW + 100 });
      const again = await visitor.signIn({ prompt: 'none' });
      expect(again.kid).toBe(kid);
      expect(again.claims.auth_time).toBe(NOW);
    },
  );

  it('a sign-in that was under way goes on, and so do the failed attempts of a name', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.ask();
    await provider.rotateKeys({ keepOld: false });
    const end = await visitor.fillIn(ALICE);
    await provider.rotateKeys({ keepOld: false });
    const { kid } = await redeem(provider, end);
    expect(kid).toBe((await publishedKeys(provider))[0]);

    const guesser = createVisitor(provider);
    await guesser.ask();
    for (let guess = 0; guess < 5; guess += 1) {
      await guesser.fillIn({ ...ALICE, password: 'wrong' });
    }
    await provider.rotateKeys();
    expect((await guesser.fillIn(ALICE)).status).toBe(429);
  });

  it.each([
    { keepOld: true, error: null },
    { keepOld: false, error: 'invalid_request' },
  ])(
    'an id_token_hint of before is answered with $error (keepOld: $keepOld)',
    async ({ keepOld, error }) => {
      const provider = await startProvider();
      const visitor = createVisitor(provider);
      const { idToken } = await visitor.signIn();
      await provider.rotateKeys({ keepOld });
      const { location } = await visitor.ask({ id_token_hint: idToken });
      expect(location?.searchParams.get('error')).toBe(error);
    },
  );

  it('a restart keeps the keys', async () => {
    const before = await startProvider();
    await before.rotateKeys();
    const kids = await publishedKeys(before);
    await before.close();
    const { dataDir } = before;
    const after = await startProvider({ dataDir });
    expect(await publishedKeys(after)).toEqual(kids);
    expect((await createVisitor(after).signIn()).kid).toBe(kids[0]);
  });
});

describe('rotations', () => {
  it('that are asked for at once come one after another', async () => {
    const provider = await startProvider();
    const before = await publishedKeys(provider);
    await Promise.all([provider.rotateKeys(), provider.rotateKeys()]);
    const after = await publishedKeys(provider);
    expect(after).toHaveLength(6);
    expect(after.slice(4)).toEqual(before);
    expect(keptKeys(provider)).toEqual(after);
  });

  it('keep five sets of keys at most', async () => {
    const provider = await startProvider();
    const before = await publishedKeys(provider);
    for (let times = 0; times < 4; times += 1) await provider.rotateKeys();
    expect((await publishedKeys(provider)).slice(8)).toEqual(before);
    await provider.rotateKeys();
    const after = await publishedKeys(provider);
    expect(after).toHaveLength(10);
    for (const kid of before) expect(after).not.toContain(kid);
  });

  it('that cannot be kept change nothing, and do not stand in the way of the next', async () => {
    const provider = await startProvider();
    const { dataDir } = provider;
    const before = await publishedKeys(provider);
    rmSync(dataDir, { recursive: true });
    writeFileSync(dataDir, 'in the way');
    await expect(provider.rotateKeys()).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await publishedKeys(provider)).toEqual(before);
    rmSync(dataDir);
    await provider.rotateKeys();
    expect((await publishedKeys(provider)).slice(2)).toEqual(before);
    expect(keptKeys(provider)).toHaveLength(4);
  });

  it('are over when it is closed', async () => {
    const provider = await startProvider();
    const before = keptKeys(provider);
    await provider.close();
    await expect(provider.rotateKeys()).rejects.toThrow('The development provider is closed');
    expect(keptKeys(provider)).toEqual(before);
  });

  it('under way are waited for by who closes it', async () => {
    const provider = await startProvider();
    const rotation = provider.rotateKeys({ keepOld: false }).then(() => keptKeys(provider));
    await provider.close();
    const kept = keptKeys(provider);
    expect(await rotation).toEqual(kept);
  });
});

const KEYS = 'provider-keys.json';

async function publishedKeys({ issuer }: DevelopmentProvider): Promise<(string | undefined)[]> {
  return kidsOf((await (await fetch(`${issuer}/jwks`)).json()) as JSONWebKeySet);
}

function keptKeys({ dataDir }: { readonly dataDir: string }): (string | undefined)[] {
  const { jwks } = JSON.parse(readFileSync(join(dataDir, KEYS), 'utf8')) as {
    readonly jwks: JSONWebKeySet['keys'];
  };
  return kidsOf({ keys: jwks });
}

function kidsOf({ keys }: JSONWebKeySet): (string | undefined)[] {
  return keys.map(({ kid }) => kid);
}
