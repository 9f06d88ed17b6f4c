import { parseArgs } from 'node:util';
import { isSeconds } from '../protocol/index.js';
import { PROVIDER_NAMES } from '../tokens/index.js';
import type { ExplainTokenOptions, ProviderName, TokenType } from '../tokens/index.js';
import { looksLikeToken } from './looks-like-token.js';
import { UsageError } from './usage-error.js';

export const HELP: string = `Says which checks a token passes and fails, and what to change at the provider. Of its claims it prints the times alone.

  npx graphql-recent-auth explain [options] < token.txt

The token comes by standard input: as an argument it would stay in the shell's history.

  --issuer <url>           what createTokenVerifier gets as issuer; its keys are fetched
  --audience <id>          what it gets as audience; several with commas, or one by one
  --provider <name>        ${PROVIDER_NAMES.slice(0, 4).join(', ')},
                           ${PROVIDER_NAMES.slice(4).join(', ')}
  --token-type <type>      id_token (default) or access_token
  --algorithms <names>     signature algorithms to accept, with commas
  --jwks-uri <url>         where the keys are, for an issuer without a discovery document
  --clock-tolerance <n>    seconds of clock difference to forgive (default 5)
  --seconds <n>            also whether the token passes @requiresRecentAuth(seconds: n)
  --offline                fetch no keys: the signature is not checked
  --json                   the same for programs
  --help, --version

Exit code: 0 accepted, and recent enough for --seconds; 1 refused, or not all of it could be checked; 2 called wrongly.`;

export interface ExplainRequest {
  readonly options: ExplainTokenOptions;
  /** The age that a field asks for. */
  readonly seconds: number | undefined;
  readonly json: boolean;
}

/** The options that are numbers, with the least that each may be. */
const LEAST = { seconds: 1, 'clock-tolerance': 0 } as const;

type NumberName = keyof typeof LEAST;

const NUMBER_NAMES = Object.keys(LEAST) as readonly NumberName[];

const HELP_HINT = '--help lists the options';
const TOKEN_IN_ARGUMENT =
  'a token in an argument is not looked at: it is in the shell’s history now, and whoever lists the processes sees it. Take the line out of the history, and have the provider end that session unless the token has expired. Then: npx graphql-recent-auth explain [options] < token.txt';

/** Throws a `UsageError`. */
export function readArguments(args: readonly string[]): ExplainRequest | 'help' | 'version' {
  if (args.some(looksLikeToken)) throw new UsageError(TOKEN_IN_ARGUMENT);
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  if (values.version) return 'version';
  const [command, ...others] = positionals;
  if (command !== 'explain') throw new UsageError(`the one command is "explain"; ${HELP_HINT}`);
  if (others.length > 0) {
    throw new UsageError(
      `"explain" takes options alone, and the token by standard input (< token.txt). If that was a token: it is in the shell’s history now`,
    );
  }
  const seconds = readNumber('seconds', values.seconds);
  return { options: readOptions(values), seconds, json: values.json };
}

type Values = ReturnType<typeof parse>['values'];

/** What they are worth is for `explainToken` to say. */
function readOptions(values: Values): ExplainTokenOptions {
  const { issuer, provider, offline } = values;
  return {
    ...{ issuer, offline },
    audience: readList(values.audience),
    provider: provider as ProviderName | undefined,
    tokenType: values['token-type'] as TokenType | undefined,
    algorithms: readList(values.algorithms),
    jwksUri: values['jwks-uri'],
    clockTolerance: readNumber('clock-tolerance', values['clock-tolerance']),
  };
}

function readList(values: readonly string[] | undefined): readonly string[] | undefined {
  return values?.flatMap((value) => value.split(',')).map((one) => one.trim());
}

function readNumber(name: NumberName, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d{1,10}$/.test(text) ? Number(text) : undefined;
  if (isSeconds(seconds) && seconds >= LEAST[name]) return seconds;
  throw wrongSeconds(name);
}

function wrongSeconds(name: NumberName): UsageError {
  return new UsageError(`--${name} must be a whole number of seconds, ${LEAST[name]} or more`);
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const list = { type: 'string', multiple: true } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ issuer: text, audience: list, provider: text, 'token-type': text, algorithms: list },
        ...{ 'jwks-uri': text, 'clock-tolerance': text, seconds: text },
        ...{ offline: flag, json: flag, version: flag, help: { ...flag, short: 'h' } },
      },
    });
  } catch (error) {
    // It quotes what was typed, of which no more is told than what may be the name of an option.
    const [name] = /--[a-z-]{1,24}(?=['\s])/.exec((error as Error).message) ?? [];
    const number = NUMBER_NAMES.find((one) => name === `--${one}`);
    // Such as -1, which is taken for an option.
    if (number !== undefined) throw wrongSeconds(number);
    throw new UsageError(`${name ?? 'an option'} is unknown, or lacks its value; ${HELP_HINT}`);
  }
}
