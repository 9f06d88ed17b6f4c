import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../protocol/index.js';

/** The data folder, held by this process alone until `release`. */
export interface DataDir {
  readonly database: string;
  readonly provider: string;
  /** Throws if another process has the folder after all: three that take over at once can pass one by. */
  readonly assertHeld: () => void;
  readonly release: () => void;
}

/**
 * Locks the folder, made if missing. PGlite has no lock of its own: a second process would open a
 * database that the first is writing, and destroy it. A lock whose process is gone is taken over.
 */
export function lockDataDir(folder: string): DataDir {
  const lock = join(folder, 'lock');
  // Written first, then linked: whoever finds a lock finds all of it.
  const mine = `${process.pid} ${startedAt(process.pid)} ${randomUUID()}`;
  const draft = `${lock}.${randomUUID()}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(draft, mine, { mode: 0o600 });
  } catch (cause) {
    throw new ConfigurationError(
      `DATA_DIR must be a folder that this user may make and write in, and ${folder} is not`,
      { cause },
    );
  }
  try {
    if (!tryLink(draft, lock)) {
      putAside(lock, folder);
      if (!tryLink(draft, lock)) throw inUse(folder, read(lock));
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    database: join(folder, 'database'),
    provider: join(folder, 'provider'),
    assertHeld() {
      const now = read(lock);
      if (now !== mine) throw inUse(folder, now);
    },
    release() {
      if (read(lock) === mine) rmSync(lock, { force: true });
    },
  };
}

/** Moves a dead process's lock away, and gives it back if it is another one by now. */
function putAside(lock: string, folder: string): void {
  const found = read(lock);
  if (found === undefined) return;
  if (isAlive(found)) throw inUse(folder, found);
  const aside = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  const moved = read(aside);
  if (moved !== found) tryLink(aside, lock);
  rmSync(aside, { force: true });
  if (moved !== found) throw inUse(folder, moved);
}

function inUse(folder: string, lock: string | undefined): ConfigurationError {
  const pid = lock?.split(' ')[0] ?? 'another';
  return new ConfigurationError(
    `DATA_DIR is in use: process ${pid} works in ${folder}; stop it, or set DATA_DIR to another folder`,
  );
}

/** A process id alone may have gone to another program meanwhile, in a container even to ourselves. */
function isAlive(lock: string): boolean {
  const [pid = '', started = ''] = lock.split(' ');
  if (!/^[1-9]\d*$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return isCode(error, 'EPERM');
  }
  const now = startedAt(Number(pid));
  return now === UNKNOWN || started === UNKNOWN || now === started;
}

const UNKNOWN = '-';

/** When a process started, in ticks since boot, where the system tells (proc(5), field 22). */
function startedAt(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? UNKNOWN;
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
