import { isAcrValue, isSeconds } from './options.js';

/** The `error` of a Bearer challenge: RFC 6750 section 3.1 and RFC 9470 section 3. */
export type BearerError = 'invalid_request' | 'invalid_token' | 'insufficient_user_authentication';

/** A Bearer challenge, what a `WWW-Authenticate` header says. Without `error`: no token came. */
export interface BearerChallenge {
  readonly error?: BearerError | undefined;
  /** Seconds since the last active sign-in that are allowed. */
  readonly maxAge?: number | undefined;
  /** Authentication context classes, any one of which suffices. */
  readonly acrValues?: readonly string[] | undefined;
}

/** The value of a `WWW-Authenticate` header (RFC 6750 section 3, RFC 9470 section 3). */
export function formatWwwAuthenticate({ error, maxAge, acrValues = [] }: BearerChallenge): string {
  const parameters = [
    ...(error === undefined ? [] : [`error="${error}"`]),
    ...(maxAge === undefined ? [] : [`max_age="${maxAge}"`]),
    ...(acrValues.length === 0 ? [] : [`acr_values="${acrValues.join(' ')}"`]),
  ];
  return parameters.length === 0 ? 'Bearer' : `Bearer ${parameters.join(', ')}`;
}

const TOKEN = String.raw`[!#$%&'*+.^_\x60|~0-9A-Za-z-]+`;
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;
const PARAMETER = new RegExp(String.raw`^(${TOKEN})[ \t]*=[ \t]*(${TOKEN}|${QUOTED})$`);
const ELEMENT = /(?:[^",]|"(?:[^"\\]|\\.)*")+/g;
const SCHEME = new RegExp(String.raw`^(${TOKEN})(?:[ ]+(.*))?$`, 's');
const LONGEST = 4096;

/**
 * The first Bearer challenge of a `WWW-Authenticate` header that names an error we know, or a bare
 * one. What is unknown or out of range in it is left out; never throws.
 */
export function parseWwwAuthenticate(header: unknown): BearerChallenge | undefined {
  if (typeof header !== 'string' || header.length > LONGEST) return undefined;
  let challenge: Map<string, string> | undefined;
  for (const [element] of header.matchAll(ELEMENT)) {
    const text = element.trim();
    const parameter = PARAMETER.exec(text);
    if (parameter) {
      collect(challenge, parameter);
      continue;
    }
    if (challenge) break;
    const scheme = SCHEME.exec(text);
    if (scheme?.[1]?.toLowerCase() !== 'bearer') continue;
    challenge = new Map();
    collect(challenge, PARAMETER.exec((scheme[2] ?? '').trim()));
  }
  return challenge && readChallenge(challenge);
}

function collect(
  challenge: Map<string, string> | undefined,
  parameter: RegExpExecArray | null,
): void {
  const [, name = '', value = ''] = parameter ?? [];
  if (!challenge || name === '' || challenge.has(name.toLowerCase())) return;
  const text = value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
  challenge.set(name.toLowerCase(), text);
}

function readChallenge(parameters: ReadonlyMap<string, string>): BearerChallenge {
  const error = parameters.get('error');
  const maxAge = parameters.get('max_age') ?? '';
  const seconds = /^\d{1,10}$/.test(maxAge) ? Number(maxAge) : undefined;
  const acrValues = (parameters.get('acr_values') ?? '').split(' ').filter(isAcrValue);
  return {
    ...(isBearerError(error) && { error }),
    ...(isSeconds(seconds) && { maxAge: seconds }),
    ...(acrValues.length > 0 && { acrValues }),
  };
}

function isBearerError(error: string | undefined): error is BearerError {
  return (
    error === 'invalid_request' ||
    error === 'invalid_token' ||
    error === 'insufficient_user_authentication'
  );
}
