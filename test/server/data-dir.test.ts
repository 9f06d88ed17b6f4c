import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ConfigurationError } from '../../src/protocol/index.js';
import { lockDataDir, resetDatabase } from '../../src/server/index.js';
import { temporaryFolder } from '../support/temporary.js';

function folder(): string {
  const { path, remove } = temporaryFolder();
  onTestFinished(remove);
  return join(path, 'data');
}

it('A data folder is made when it is missing, and left clean', () => {
  const path = folder();
  const { database, provider, release } = lockDataDir(path);
  expect({ database, provider }).toEqual({
    database: join(path, 'database'),
    provider: join(path, 'provider'),
  });
  expect(readdirSync(path)).toEqual(['lock']);
  release();
  expect(readdirSync(path)).toEqual([]);
});

it('A data folder in use is refused in one line, which names who uses it', () => {
  const path = folder();
  const { release } = lockDataDir(path);
  expect(() => lockDataDir(path)).toThrow(
    new ConfigurationError(
      `DATA_DIR is in use: process ${process.pid} works in ${path}; stop it, or set DATA_DIR to another folder`,
    ),
  );
  release();
  lockDataDir(path).release();
});

it.each([
  { when: 'its process is gone', lock: () => `${deadProcess()} - x` },
  { when: 'its number went to another process', lock: () => `${process.pid} 1 x` },
  { when: 'it is empty', lock: () => '' },
  { when: 'it is nonsense', lock: () => 'a lock' },
])('A lock is taken over when $when', ({ lock }) => {
  const path = folder();
  mkdirSync(path);
  writeFileSync(join(path, 'lock'), lock());
  const { release } = lockDataDir(path);
  expect(readFileSync(join(path, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  release();
  expect(readdirSync(path)).toEqual([]);
});

it("A lock is released by its owner alone: somebody else's stays", () => {
  const path = folder();
  const { assertHeld, release } = lockDataDir(path);
  assertHeld();
  writeFileSync(join(path, 'lock'), '4711 - another');
  expect(assertHeld).toThrow(/^DATA_DIR is in use: process 4711 works in /);
  release();
  expect(readdirSync(path)).toEqual(['lock']);
});

it('A reset empties the database and keeps the rest', () => {
  const path = folder();
  expect(resetDatabase({ dataDir: path, databaseUrl: undefined })).toBe(false);
  mkdirSync(join(path, 'database', 'base'), { recursive: true });
  mkdirSync(join(path, 'provider'));
  expect(resetDatabase({ dataDir: path, databaseUrl: undefined })).toBe(true);
  expect(readdirSync(path)).toEqual(['provider']);
});

it('A reset is refused while a server works in the folder, and for a database server', () => {
  const path = folder();
  const { release } = lockDataDir(path);
  onTestFinished(release);
  expect(() => resetDatabase({ dataDir: path, databaseUrl: undefined })).toThrow(
    /^DATA_DIR is in use/,
  );
  expect(() => resetDatabase({ dataDir: path, databaseUrl: 'postgres://db/bank' })).toThrow(
    new ConfigurationError(
      'DATABASE_URL must be unset: only the embedded database can be emptied from here',
    ),
  );
});

it.each([
  { what: 'is a file', below: '' },
  { what: 'would be in a file', below: 'data' },
])('A data folder that $what is refused in one line', ({ below }) => {
  const { path, remove } = temporaryFolder();
  onTestFinished(remove);
  const file = join(path, 'file');
  writeFileSync(file, '');
  const dataDir = join(file, below);
  expect(() => lockDataDir(dataDir)).toThrow(
    new ConfigurationError(
      `DATA_DIR must be a folder that this user may make and write in, and ${dataDir} is not`,
    ),
  );
  expect(readFileSync(file, 'utf8')).toBe('');
});

function deadProcess(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}
