import { parseArgs } from 'node:util';
import {
  ACR,
  CLIENT_ID,
  DEMO_ACCOUNTS,
  parseSignInAge,
  SECOND_CLIENT_ID,
} from '../provider/index.js';
import { SignInError, signIn } from './sign-in.js';
import type { SignInOptions } from './sign-in.js';

export interface CommandSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

const USERS = DEMO_ACCOUNTS.map(({ id }) => id).join(', ');
const CLASSES = Object.values<string>(ACR);
const CLIENTS = [CLIENT_ID, SECOND_CLIENT_ID];

const HELP = `Signs in at the development provider and prints the ID token, and nothing else.

  npm run -s token -- [options]

  --user <name>          who signs in: ${USERS} (default alice)
  --age <seconds>        as if so long ago (default 0)
  --acr <class>          ask for an authentication context: ${CLASSES.join(' or ')}
  --access               print an access token for the API instead (RFC 9068)
  --client <id>          which app asks: ${CLIENT_ID} (default) or ${SECOND_CLIENT_ID}
  --provider-url <url>   where the provider is (default http://127.0.0.1:$PROVIDER_PORT, port 4001)
  --help                 this text`;

/** What was typed is wrong; the command ends with exit code 2. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** `npm run token`: its exit code is 0, 1 where the sign-in failed, or 2 where it was called wrongly. */
export async function runTokenCommand(
  args: readonly string[],
  { env, print, complain }: CommandSurroundings,
): Promise<number> {
  try {
    const request = readArguments(args, env);
    if (request === 'help') print(HELP);
    else print(await signIn(request));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof SignInError)) throw error;
    complain(`token: ${error.message}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function readArguments(
  args: readonly string[],
  env: CommandSurroundings['env'],
): SignInOptions | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  const account = DEMO_ACCOUNTS.find(({ id }) => id === values.user);
  if (!account) throw new UsageError(`--user must be one of ${USERS}`);
  const age = values.age === '' ? undefined : parseSignInAge(values.age);
  if (age === undefined) {
    throw new UsageError('--age must be a whole number of seconds, from 0 to 31536000 (one year)');
  }
  const { acr } = values;
  if (acr !== undefined && !CLASSES.includes(acr)) {
    throw new UsageError(`--acr must be one of ${CLASSES.join(', ')}`);
  }
  const { client: clientId } = values;
  if (!CLIENTS.includes(clientId)) {
    throw new UsageError(`--client must be one of ${CLIENTS.join(', ')}`);
  }
  const token = values.access ? 'access_token' : 'id_token';
  const providerUrl = readProviderUrl(values['provider-url'], env);
  return { account, age, acr, clientId, token, providerUrl };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        user: { type: 'string', default: 'alice' },
        age: { type: 'string', default: '0' },
        acr: { type: 'string' },
        access: { type: 'boolean', default: false },
        client: { type: 'string', default: CLIENT_ID },
        'provider-url': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    const [reason = ''] = error instanceof Error ? error.message.split(/[\n.]/) : [];
    throw new UsageError(`${reason}; --help lists the options`);
  }
}

function readProviderUrl(given: string | undefined, env: CommandSurroundings['env']): string {
  if (given !== undefined) {
    if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) {
      return new URL(given).origin;
    }
    throw new UsageError('--provider-url must be an address such as http://127.0.0.1:4001');
  }
  const set = env['PROVIDER_PORT'] ?? '';
  const port = set === '' ? '4001' : set;
  if (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535) {
    return `http://127.0.0.1:${Number(port)}`;
  }
  throw new UsageError(
    'PROVIDER_PORT must be the port that the provider listens on; --provider-url names it too',
  );
}
