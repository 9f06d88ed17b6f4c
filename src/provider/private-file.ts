import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file of ours that cannot be used as it is. The message says what to do about it. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
  readonly code = 'UNREADABLE_FILE';
}

/**
 * The JSON in a file that only its owner may read, or `undefined` where there is no such file.
 * `parse` throws at anything but what was once written.
 */
export async function readPrivateJson<T>(
  path: string,
  parse: (json: unknown) => T,
  consequence: string,
): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return parse(JSON.parse(text));
  } catch {
    // No cause: a parser's message quotes the text, and the text holds keys.
    throw new UnreadableFileError(`${path} is damaged. Delete it and start again; ${consequence}`);
  }
}

/** Writes so that a crash at any moment leaves the old text or the new one, never half of it. */
export async function writePrivateJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(draft, JSON.stringify(value), { mode: 0o600, flag: 'wx', flush: true });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
