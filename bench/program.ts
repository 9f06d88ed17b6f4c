import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A server in a process of its own, so that it does not take turns with who measures it. */
export interface Program {
  /** On `localhost`, by which people open it. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts it in a folder of its own, and waits until its log says where it is ready. */
export async function startProgram(
  [script = '', ...args]: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Program> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, url } = JSON.parse(line) as { msg?: string; url?: string };
    if (msg !== 'Ready' || url === undefined) continue;
    // What else it says nobody reads, and a full pipe would stop it.
    child.stdout.resume();
    return {
      url: url.replace('//127.0.0.1:', '//localhost:'),
      async stop() {
        child.kill();
        await ended;
      },
    };
  }
  await ended;
  throw new Error(`${script} ended before it was ready`);
}
