import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../support/packed-project.js';

interface LockEntry {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Readonly<Record<string, LockEntry>>;
};

it('locks every optional dependency, so that npm ci works on every platform', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !isInstalledFor(path, name))
      .map((name) => `${name}, which ${path} asks for`),
  );
  expect(missing).toEqual([]);
});

it('locks versions and not where they were once downloaded from', () => {
  const places = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined);
  expect(places).toEqual([]);
});

/** Looks where Node would: next to the dependent, then in every folder above it. */
function isInstalledFor(path: string, name: string): boolean {
  if (Object.hasOwn(packages, join(path, 'node_modules', name))) return true;
  if (path === '') return false;
  const parent = path.lastIndexOf('node_modules/');
  return isInstalledFor(path.slice(0, Math.max(0, parent - 1)), name);
}
