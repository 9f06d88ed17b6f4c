import { ConfigurationError } from '../protocol/index.js';
import type { Clock } from '../protocol/index.js';
import { explainToken } from '../tokens/index.js';
import { HELP, readArguments } from './arguments.js';
import { createReport } from './report.js';
import { renderJson } from './render-json.js';
import { renderText } from './render-text.js';
import { readText } from './read-text.js';
import { unwrapToken } from './unwrap-token.js';
import { UsageError } from './usage-error.js';

export interface CommandSurroundings {
  readonly input: AsyncIterable<Uint8Array>;
  /** Whether somebody types the input. */
  readonly isTyped: boolean;
  readonly hasColours: boolean;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly version: () => string;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /** @default the global `fetch` */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

const HOW_TO_TYPE =
  'Paste the token, press Enter, then Ctrl-D. Terminals cut off lines of more than 4095 characters: a file is safer, by < token.txt';

/** `npx graphql-recent-auth`: its exit code is 0 where the token is accepted, 1 where it is not, 2 where it was called wrongly. */
export async function runCommand(
  args: readonly string[],
  surroundings: CommandSurroundings,
): Promise<number> {
  const { print, complain } = surroundings;
  try {
    const request = readArguments(args);
    if (request === 'help') print(HELP);
    else if (request === 'version') print(surroundings.version());
    else return await explain(request, surroundings);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complain(`graphql-recent-auth: ${error.message}`);
    return 2;
  }
}

async function explain(
  { options, seconds, json }: Exclude<ReturnType<typeof readArguments>, string>,
  { input, isTyped, hasColours, print, complain, clock, fetch }: CommandSurroundings,
): Promise<number> {
  // Wrong options are told before a token is asked for.
  await explainToken('', { ...options, offline: true }).catch(rethrowAsUsage);
  if (isTyped) complain(HOW_TO_TYPE);
  const { token, stripped } = unwrapToken(await readText(input));
  const explanation = await explainToken(token, { ...options, clock, fetch });
  const asked = { ...options, explanation, seconds, stripped };
  const report = createReport(asked);
  print(json ? renderJson(report, asked) : renderText(report, { hasColours }));
  return report.verdict === 'accepted' ? 0 : 1;
}

/** Options are called by their names in the program. */
function rethrowAsUsage(error: unknown): never {
  if (!(error instanceof ConfigurationError)) throw error;
  const message = error.message.replace(/"([a-zA-Z]+)"/, (_, name: string) => {
    const words = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return `--${words}`;
  });
  throw new UsageError(message);
}
