import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { startServer } from '../../src/server/index.js';
import type { StartOptions } from '../../src/server/index.js';
import { createTestIssuer, manualClock } from '../../src/testing/index.js';
import type { ManualClock, TestIssuer } from '../../src/testing/index.js';
import { embeddedTemplate } from './embedded-template.js';
import { temporaryFolder } from './temporary.js';

export const NOW = 1_795_250_812;

/** The real server on a free port, an issuer that it trusts over HTTP, and a clock moved by hand. */
export interface BankServer {
  readonly url: string;
  /** The same by the name that a person opens it by; for a provider on 127.0.0.1, another site. */
  readonly pageUrl: string;
  /** The issuer that was trusted, or the development provider's where `identity` asks for that. */
  readonly provider: string;
  readonly issuer: TestIssuer;
  readonly clock: ManualClock;
  /** Every line of the log so far. */
  readonly log: () => string;
  /** Somebody who was never here, signed in `age` seconds ago. */
  readonly signIn: (age: number, claims?: Readonly<Record<string, unknown>>) => Promise<Client>;
  readonly anonymous: Client;
  /** Whoever this token names. */
  readonly as: (token: string) => Client;
  readonly close: () => Promise<void>;
}

export interface Client {
  readonly subject: string;
  readonly token: string | undefined;
  readonly ask: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Answer>;
  /** The same person after another sign-in. */
  readonly again: (age: number) => Promise<Client>;
}

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly string[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

export async function startBank(changes: Partial<StartOptions> = {}): Promise<BankServer> {
  const folder = temporaryFolder();
  const clock = manualClock(NOW);
  const issuer = await createTestIssuer({ clock });
  await issuer.listen();
  const lines: string[] = [];
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    identity: { issuer: issuer.issuer, audience: [issuer.audience] },
    databaseUrl: undefined,
    dataDir: folder.path,
    trustProxy: false,
    corsOrigins: [],
    ide: true,
    introspection: true,
    demo: false,
    seed: true,
    log: { level: 'trace', format: 'json' },
    logger: pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }),
    template: changes.databaseUrl === undefined ? await embeddedTemplate() : undefined,
    clock,
    ...changes,
  });

  function client(subject: string, token?: string): Client {
    return {
      subject,
      token,
      ask: (query, variables) => post(server.url, { query, variables }, token),
      again: (age) => signInAs(subject, age),
    };
  }
  async function signInAs(
    sub: string,
    age: number,
    claims: Readonly<Record<string, unknown>> = {},
  ): Promise<Client> {
    return client(sub, await issuer.token({ sub, auth_time: clock() - age, ...claims }));
  }

  return {
    url: server.url,
    pageUrl: server.url.replace('//127.0.0.1:', '//localhost:'),
    provider: server.issuer,
    issuer,
    clock,
    log: () => lines.join(''),
    signIn: (age, claims) => signInAs(randomUUID(), age, claims),
    anonymous: client('', undefined),
    as: (token) => client('', token),
    async close() {
      await server.close();
      await issuer.close();
      folder.remove();
    },
  };
}

/** The body of the answer to one operation, or to a batch of them. */
export async function post(url: string, body: unknown, token?: string): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Answer;
}
