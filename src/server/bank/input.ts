import { refusal } from './refusal.js';

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const EMAIL = /^[^\s@<>"(),:;[\]\\]+@[^\s@.<>"(),:;[\]\\]+(?:\.[^\s@.<>"(),:;[\]\\]+)+$/u;
const LONGEST_NAME = 100;
/** RFC 5321 section 4.5.3.1.3: a path of 256 octets, less its angle brackets. */
const LONGEST_EMAIL = 254;
const LONGEST_LIST = 100;

/** Ids are lower-case UUIDs; whatever is none names nothing. */
export function parseId(id: string): string {
  if (UUID.test(id)) return id.toLowerCase();
  throw refusal('NOT_FOUND', 'No such account');
}

export function parseName(name: string): string {
  const text = name.trim();
  if (text !== '' && text.length <= LONGEST_NAME && isText(text)) return text;
  throw refusal('BAD_USER_INPUT', `A name is 1 to ${LONGEST_NAME} printable characters`);
}

export function parseEmail(email: string): string {
  if (isEmail(email)) return email;
  throw refusal('BAD_USER_INPUT', 'This is not an e-mail address');
}

export function isEmail(email: unknown): email is string {
  return (
    typeof email === 'string' &&
    Buffer.byteLength(email) <= LONGEST_EMAIL &&
    EMAIL.test(email) &&
    isText(email)
  );
}

export function parseAmount(amount: number): number {
  if (Number.isSafeInteger(amount) && amount > 0) return amount;
  throw refusal('BAD_USER_INPUT', 'An amount is a whole number of minor units, 1 or more');
}

export function parseIdempotencyKey(key: string): string {
  if (/^[\x20-\x7e]{1,128}$/.test(key)) return key;
  throw refusal('BAD_USER_INPUT', 'An idempotency key is 1 to 128 printable ASCII characters');
}

export function parseFirst(first: number): number {
  if (first >= 1 && first <= LONGEST_LIST) return first;
  throw refusal('BAD_USER_INPUT', `"first" is a whole number from 1 to ${LONGEST_LIST}`);
}

/** No control characters, no lone surrogates: PostgreSQL stores neither NUL nor half a character. */
function isText(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text);
}
