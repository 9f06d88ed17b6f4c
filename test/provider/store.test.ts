import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/provider/store.js';
import { makeFolder, NOW, setClock } from '../support/development-provider.js';

function makePath(): string {
  setClock(NOW);
  return join(makeFolder(), 'sessions.json');
}

function readKeys(path: string): string[] {
  return (JSON.parse(readFileSync(path, 'utf8')) as [string, unknown][]).map(([key]) => key);
}

describe('the store', () => {
  it('has a change in its file once the change is done', async () => {
    const path = makePath();
    const sessions = (await openStore(path)).adapterFor('Session');
    await sessions.upsert('1', { uid: 'u1' }, 10);
    expect(readKeys(path)).toEqual(['Session:1']);
    await sessions.destroy('1');
    expect(readKeys(path)).toEqual([]);
  });

  it('keeps every one of many changes made at once', async () => {
    const path = makePath();
    const codes = (await openStore(path)).adapterFor('AuthorizationCode');
    const ids = Array.from({ length: 200 }, (_, i) => String(i));
    await Promise.all(ids.map((id) => codes.upsert(id, { grantId: 'g' }, 60)));
    expect(readKeys(path)).toHaveLength(200);
    const again = (await openStore(path)).adapterFor('AuthorizationCode');
    expect(await again.find('199')).toEqual({ grantId: 'g' });
  });

  it('finds by id, by uid and by user code, each model for itself', async () => {
    const store = await openStore(makePath());
    const sessions = store.adapterFor('Session');
    await sessions.upsert('1', { uid: 'u1', userCode: 'c1' }, 10);
    const payload = { uid: 'u1', userCode: 'c1' };
    expect(await sessions.find('1')).toEqual(payload);
    expect(await sessions.findByUid('u1')).toEqual(payload);
    expect(await sessions.findByUserCode('c1')).toEqual(payload);
    expect(await sessions.findByUid('1')).toBeUndefined();
    expect(await store.adapterFor('Grant').find('1')).toBeUndefined();
    expect(await store.adapterFor('Grant').findByUid('u1')).toBeUndefined();
  });

  it('hands out copies', async () => {
    const sessions = (await openStore(makePath())).adapterFor('Session');
    await sessions.upsert('1', { uid: 'u1' }, 10);
    const found = await sessions.find('1');
    if (found) found.uid = 'changed';
    expect(await sessions.find('1')).toEqual({ uid: 'u1' });
  });

  it.each([
    { later: 9, found: true },
    { later: 10, found: false },
  ])('finds an entry of ten seconds after $later: $found', async ({ later, found }) => {
    const path = makePath();
    const store = await openStore(path);
    const sessions = store.adapterFor('Session');
    await sessions.upsert('1', { uid: 'u1' }, 10);
    setClock(NOW + later);
    expect((await sessions.find('1')) !== undefined).toBe(found);
    expect((await sessions.findByUid('u1')) !== undefined).toBe(found);
    await store.flush();
    expect(readKeys(path)).toEqual(found ? ['Session:1'] : []);
  });

  it('keeps for good what has no end', async () => {
    const path = makePath();
    await (await openStore(path)).adapterFor('Client').upsert('1', { client_id: '1' });
    setClock(NOW + 10 ** 9);
    expect(await (await openStore(path)).adapterFor('Client').find('1')).toEqual({
      client_id: '1',
    });
  });

  it('marks what was consumed, and forgets what is not there in silence', async () => {
    const codes = (await openStore(makePath())).adapterFor('AuthorizationCode');
    await codes.upsert('1', { grantId: 'g' }, 60);
    setClock(NOW + 5);
    await codes.consume('1');
    await codes.consume('2');
    await codes.destroy('2');
    expect(await codes.find('1')).toEqual({ grantId: 'g', consumed: NOW + 5 });
  });

  it('revokes what one grant gave, and nothing else', async () => {
    const store = await openStore(makePath());
    const codes = store.adapterFor('AuthorizationCode');
    await codes.upsert('1', { grantId: 'g1' }, 60);
    await codes.upsert('2', { grantId: 'g2' }, 60);
    await store.adapterFor('RefreshToken').upsert('3', { grantId: 'g1' }, 60);
    await codes.revokeByGrantId('g1');
    expect(await codes.find('1')).toBeUndefined();
    expect(await codes.find('2')).toEqual({ grantId: 'g2' });
    expect(await store.adapterFor('RefreshToken').find('3')).toEqual({ grantId: 'g1' });
  });

  it('holds ten thousand entries, and then lets the oldest go', async () => {
    const path = makePath();
    const codes = (await openStore(path)).adapterFor('AuthorizationCode');
    const upsert = (id: number) => codes.upsert(String(id), {}, 60);
    await Promise.all(Array.from({ length: 10_000 }, (_, id) => upsert(id)));
    expect(await codes.find('0')).toEqual({});
    await upsert(10_000);
    expect(await codes.find('0')).toBeUndefined();
    expect(await codes.find('1')).toEqual({});
    expect(readKeys(path)).toHaveLength(10_000);
  });

  it('says when it cannot write, leaves no draft, and writes again once it can', async () => {
    const path = makePath();
    const folder = dirname(path);
    const sessions = (await openStore(path)).adapterFor('Session');
    renameSync(folder, `${folder}-away`);
    writeFileSync(folder, 'in the way');
    await expect(sessions.upsert('1', {}, 60)).rejects.toMatchObject({ code: 'EEXIST' });
    rmSync(folder);
    renameSync(`${folder}-away`, folder);
    await sessions.upsert('2', {}, 60);
    expect(readKeys(path)).toEqual(['Session:1', 'Session:2']);
    expect(readdirSync(folder)).toEqual(['sessions.json']);
  });
});
