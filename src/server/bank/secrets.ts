import { randomInt } from 'node:crypto';

/** RFC 4648 section 6, without letters and digits that look alike. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CODES = 10;

/** Ten codes of 60 random bits each. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: CODES }, () => `${letters(4)}-${letters(4)}-${letters(4)}`);
}

/** Sixteen digits, not guessable from one's own. */
export function newAccountNumber(): string {
  return Array.from({ length: 16 }, () => randomInt(10)).join('');
}

function letters(count: number): string {
  return Array.from({ length: count }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
