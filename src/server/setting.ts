import { isIP } from 'node:net';
import { ConfigurationError } from '../protocol/index.js';

/** Variables by their names; none is empty. */
export type Environment = Readonly<Record<string, string | undefined>>;

export function port(environment: Environment, name: string, byDefault: number): number {
  const text = environment[name];
  if (text === undefined) return byDefault;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new ConfigurationError(`${name} must be a port from 0 (any free one) to 65535`);
}

export function choice<T extends string, D extends T | undefined>(
  environment: Environment,
  name: string,
  allowed: readonly T[],
  byDefault: D,
): T | D {
  const text = environment[name];
  if (text === undefined) return byDefault;
  const found = allowed.find((one) => one === text);
  if (found !== undefined) return found;
  throw new ConfigurationError(`${name} must be ${orList(allowed)}`);
}

/** The text as it was given: an issuer is compared character for character. Never in a message. */
export function url(
  environment: Environment,
  name: string,
  protocols: readonly string[],
): string | undefined {
  const text = environment[name];
  if (text === undefined) return undefined;
  if (protocols.includes(parsed(text)?.protocol ?? '')) return text;
  throw new ConfigurationError(
    `${name} must be a URL that starts with ${orList(protocols.map((one) => `${one}//`))}`,
  );
}

export function list(environment: Environment, name: string): readonly string[] {
  const entries = (environment[name] ?? '').split(',').map((entry) => entry.trim());
  return entries.filter((entry) => entry !== '');
}

export function origins(environment: Environment, name: string): readonly string[] {
  const entries = list(environment, name);
  const origin = entries.find((entry) => parsed(entry)?.origin !== entry);
  if (origin === undefined) return entries;
  throw new ConfigurationError(
    `${name} must be origins such as https://app.example, comma separated, without a path`,
  );
}

/**
 * Who may say, in `X-Forwarded-*`, whom a request comes from. `true` is not on offer: it lets every
 * caller choose the address that is logged.
 */
export function proxies(
  environment: Environment,
  name: string,
): false | number | readonly string[] {
  const text = environment[name];
  if (text === undefined || text === 'off') return false;
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  const entries = list(environment, name);
  if (entries.length > 0 && entries.every(isAddress)) return entries;
  throw new ConfigurationError(
    `${name} must be off, the number of proxies in front, or their addresses, comma separated`,
  );
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** An address, a range such as 10.0.0.0/8, or one of proxy-addr's names for ranges. */
function isAddress(entry: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(entry)) return true;
  const [address = '', bits, ...rest] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  );
}

function orList(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
