import type { HeaderRow } from './find-altair.js';

/** The environment variable that holds the ID token. */
export const VARIABLE = 'idToken';

/** What a developer finds under Headers. The token itself is a variable: one place to change it for all windows. */
const OURS: HeaderRow = { key: 'Authorization', value: `Bearer {{${VARIABLE}}}`, enabled: true };

/** A row that names the variable, however it came there. */
export function withoutOurs(rows: readonly HeaderRow[]): readonly HeaderRow[] {
  return rows.some(isOurs) ? rows.filter((row) => !isOurs(row)) : rows;
}

/** In place of every other Authorization header. */
export function withOurs(rows: readonly HeaderRow[]): readonly HeaderRow[] {
  const others = rows.filter(
    (row) => !isAuthorization(row) && (row.key !== '' || row.value !== ''),
  );
  return [...others, OURS];
}

export function hasAuthorization(rows: readonly HeaderRow[]): boolean {
  return rows.some(isAuthorization);
}

function isOurs(row: HeaderRow): boolean {
  return isAuthorization(row) && row.value.includes(`{{${VARIABLE}}}`);
}

function isAuthorization({ key }: HeaderRow): boolean {
  return key.trim().toLowerCase() === 'authorization';
}

/** The variables of an environment, as Altair keeps them: JSON text that a developer may have typed. */
export function setVariable(json: string, token: string | undefined): string {
  const variables = parse(json);
  // What cannot be read is somebody's work in progress.
  if (!variables) return json;
  const next = { ...variables, [VARIABLE]: token };
  return JSON.stringify(next, null, 2);
}

function parse(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json === '' ? '{}' : json);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
