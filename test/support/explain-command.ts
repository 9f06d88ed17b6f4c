import { runCommand } from '../../src/command/run-command.js';
import type { CommandSurroundings } from '../../src/command/run-command.js';
import { AUDIENCE, ISSUER } from './scripted-issuer.js';
import type { ScriptedIssuer } from './scripted-issuer.js';

/** What became of the command, on all its outputs. */
export interface CommandOutcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The options of a verifier for the scripted issuer's tokens. */
export const ISSUER_ARGUMENTS = ['--issuer', ISSUER, '--audience', AUDIENCE] as const;

/** Runs `explain` in this process, with the issuer's clock and keys. */
export async function runExplain(
  input: string | Uint8Array,
  args: readonly string[],
  issuer: ScriptedIssuer,
  surroundings: Partial<CommandSurroundings> = {},
): Promise<CommandOutcome> {
  const said = { out: '', err: '' };
  const code = await runCommand(['explain', ...args], {
    input: chunksOf(typeof input === 'string' ? Buffer.from(input) : input),
    isTyped: false,
    hasColours: false,
    print: (text) => (said.out += `${text}\n`),
    complain: (text) => (said.err += `${text}\n`),
    version: () => '1.2.3',
    ...{ clock: issuer.clock, fetch: issuer.fetch },
    ...surroundings,
  });
  return { code, ...said };
}

/** As a pipe gives it. */
async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 1000) {
    yield await Promise.resolve(bytes.subarray(start, start + 1000));
  }
}
