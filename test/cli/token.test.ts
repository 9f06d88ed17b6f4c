import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { runTokenCommand } from '../../src/cli/token-command.js';
import { API_AUDIENCE } from '../../src/provider/index.js';
import { buildPackage } from '../support/built-server.js';
import type { BuiltPackage } from '../support/built-server.js';
import { NOW, startProvider } from '../support/development-provider.js';

const CAN_REAUTHENTICATE = 'https://authgear.com/claims/user/can_reauthenticate';

/** Runs the command in this process, where the clock stands still. */
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const said = { code: -1, out: [] as string[], err: [] as string[] };
  said.code = await runTokenCommand(args, {
    env,
    print: (text) => said.out.push(text),
    complain: (text) => said.err.push(text),
  });
  return said;
}

describe('npm run token', () => {
  it.each([
    { args: [], claims: { sub: 'alice', auth_time: NOW, acr: 'pwd', [CAN_REAUTHENTICATE]: true } },
    { args: ['--user', 'alice', '--age', '900'], claims: { sub: 'alice', auth_time: NOW - 900 } },
    { args: ['--user', 'bob', '--acr', 'mfa'], claims: { sub: 'bob', acr: 'mfa', auth_time: NOW } },
    { args: ['--acr', 'mfa', '--age', '60'], claims: { acr: 'mfa', auth_time: NOW - 60 } },
    { args: ['--acr', 'pwd'], claims: { acr: 'pwd' } },
    {
      args: ['--user', 'sam', '--age=5'],
      claims: { sub: 'sam', auth_time: NOW - 5, [CAN_REAUTHENTICATE]: false },
    },
  ])('with $args prints a token of $claims', async ({ args, claims }) => {
    const { issuer, clientId } = await startProvider();
    const { code, out, err } = await run([...args, '--provider-url', issuer]);
    expect({ code, err, lines: out.length }).toEqual({ code: 0, err: [], lines: 1 });
    expect(decodeJwt(out[0] ?? '')).toMatchObject({ iss: issuer, aud: clientId, ...claims });
  });

  it.each([
    { args: [], clientId: 'development-app' },
    { args: ['--client', 'development-second-app'], clientId: 'development-second-app' },
  ])('with --access $args prints an access token for the API', async ({ args, clientId }) => {
    const { issuer } = await startProvider();
    const signIn = ['--user', 'bob', '--age', '900', '--acr', 'mfa', '--access', ...args];
    const { code, out, err } = await run([...signIn, '--provider-url', issuer]);
    expect({ code, err, lines: out.length }).toEqual({ code: 0, err: [], lines: 1 });
    const [token = ''] = out;
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
    expect(decodeJwt(token)).toMatchObject({
      iss: issuer,
      aud: API_AUDIENCE,
      client_id: clientId,
      sub: 'bob',
      auth_time: NOW - 900,
      acr: 'mfa',
      [CAN_REAUTHENTICATE]: true,
    });
  });

  it('with --client prints the token of that application', async () => {
    const { issuer } = await startProvider();
    const { out } = await run(['--client', 'development-second-app', '--provider-url', issuer]);
    expect(decodeJwt(out[0] ?? '')).toMatchObject({ aud: 'development-second-app', sub: 'alice' });
  });

  it('finds the provider by PROVIDER_PORT', async () => {
    const { issuer } = await startProvider();
    const { code, out } = await run([], { PROVIDER_PORT: new URL(issuer).port });
    expect(code).toBe(0);
    expect(decodeJwt(out[0] ?? '').iss).toBe(issuer);
  });

  it('takes the address with a slash at its end', async () => {
    const { issuer } = await startProvider();
    expect((await run(['--provider-url', `${issuer}/`])).code).toBe(0);
  });

  it('prints help, which names every option and every user', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    expect(out).toEqual([
      `Signs in at the development provider and prints the ID token, and nothing else.

  npm run -s token -- [options]

  --user <name>          who signs in: alice, bob, sam (default alice)
  --age <seconds>        as if so long ago (default 0)
  --acr <class>          ask for an authentication context: pwd or mfa
  --access               print an access token for the API instead (RFC 9068)
  --client <id>          which app asks: development-app (default) or development-second-app
  --provider-url <url>   where the provider is (default http://127.0.0.1:$PROVIDER_PORT, port 4001)
  --help                 this text`,
    ]);
  });
});

const USERS = '--user must be one of alice, bob, sam';
const AGE = '--age must be a whole number of seconds, from 0 to 31536000 (one year)';
const URL_RULE = '--provider-url must be an address such as http://127.0.0.1:4001';
const PORT =
  'PROVIDER_PORT must be the port that the provider listens on; --provider-url names it too';

describe('npm run token, called wrongly, ends with 2 and one line', () => {
  it.each([
    { args: ['--user', 'eve'], line: USERS },
    { args: ['--user', ''], line: USERS },
    ...['', '1.5', 'long', '31536001', '1e3'].map((age) => ({ args: ['--age', age], line: AGE })),
    { args: ['--age=-1'], line: AGE },
    {
      args: ['--age', '-1'],
      line: "Option '--age' argument is ambiguous; --help lists the options",
    },
    { args: ['--acr', 'other'], line: '--acr must be one of pwd, mfa' },
    ...['other', ''].map((client) => ({
      args: ['--client', client],
      line: '--client must be one of development-app, development-second-app',
    })),
    {
      args: ['--access=yes'],
      line: "Option '--access' does not take an argument; --help lists the options",
    },
    { args: ['--nope'], line: "Unknown option '--nope'; --help lists the options" },
    { args: ['alice'], line: "Unexpected argument 'alice'; --help lists the options" },
    { args: ['--provider-url', 'here'], line: URL_RULE },
    { args: ['--provider-url', 'file:///etc'], line: URL_RULE },
  ])('$args', async ({ args, line }) => {
    expect(await run(args)).toEqual({ code: 2, out: [], err: [`token: ${line}`] });
  });

  it.each(['0', 'x', '65536', '-1'])('PROVIDER_PORT=%s', async (port) => {
    const said = await run([], { PROVIDER_PORT: port });
    expect(said).toEqual({ code: 2, out: [], err: [`token: ${PORT}`] });
  });
});

describe('npm run token, where the sign-in fails, ends with 1 and one line', () => {
  it('names the address at which there is no provider', async () => {
    const url = await serve(() => undefined, { close: true });
    expect(await run(['--provider-url', url])).toEqual({
      code: 1,
      out: [],
      err: [`token: no development provider found at ${url}; is the server running (npm start)?`],
    });
  });

  it.each([
    { what: 'something else', body: 'hello' },
    { what: 'another issuer', body: JSON.stringify({ issuer: 'https://other.example' }) },
    { what: 'null', body: 'null' },
  ])('does not take $what for the provider', async ({ body }) => {
    const url = await serve((_request, response) => response.end(body));
    const { code, err } = await run(['--provider-url', url]);
    expect(code).toBe(1);
    expect(err).toEqual([expect.stringContaining('no development provider found')]);
  });

  it('says what the provider said', async () => {
    const { issuer } = await startProvider();
    expect(await run(['--user', 'sam', '--acr', 'mfa', '--provider-url', issuer])).toEqual({
      code: 1,
      out: [],
      err: [
        'token: the provider refused the sign-in: unmet_authentication_requirements: a social sign-in meets no authentication context',
      ],
    });
  });

  it.each([
    {
      page: 'a page where a redirect is due',
      status: 200,
      line: 'the provider did not accept the sign-in (HTTP 200)',
    },
    {
      page: 'an error page',
      status: 500,
      line: 'the provider did not accept the sign-in (HTTP 500)',
    },
    { page: 'redirects without end', status: 303, line: 'the provider did not accept the sign-in' },
  ])('at $page', async ({ status, line }) => {
    const url = await serveProvider((_request, response) => {
      response.writeHead(status, status === 303 ? { location: '/again' } : {}).end();
    });
    expect(await run(['--provider-url', url])).toEqual({
      code: 1,
      out: [],
      err: [`token: ${line}`],
    });
  });

  it.each([
    {
      answer: 'of another request',
      query: 'code=x&state=other',
      line: 'the provider answered another request',
    },
    { answer: 'with no code', query: '', line: 'the provider answered another request' },
  ])('does not take the answer $answer', async ({ query, line }) => {
    const url = await serveProvider((_request, response) => {
      response.writeHead(303, { location: `http://127.0.0.1/token-command?${query}` }).end();
    });
    expect(await run(['--provider-url', url])).toEqual({
      code: 1,
      out: [],
      err: [`token: ${line}`],
    });
  });

  it.each([
    { args: [], line: 'the provider gave no ID token: invalid_grant' },
    { args: ['--access'], line: 'the provider gave no access token: invalid_grant' },
  ])('where the code is worth nothing, with $args', async ({ args, line }) => {
    let back = '';
    const url = await serveProvider((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
      if (pathname === '/token') {
        response.writeHead(400).end('{"error":"invalid_grant"}');
        return;
      }
      const state = searchParams.get('state');
      const issuer = `http://${request.headers.host ?? ''}`;
      if (state) back = `http://127.0.0.1/token-command?code=x&state=${state}&iss=${issuer}`;
      response.writeHead(303, { location: back }).end();
    });
    expect(await run([...args, '--provider-url', url])).toEqual({
      code: 1,
      out: [],
      err: [`token: ${line}`],
    });
  });

  it('when the provider goes away in the middle', async () => {
    const url = await serveProvider((request) => request.socket.destroy());
    expect(await run(['--provider-url', url])).toEqual({
      code: 1,
      out: [],
      err: [`token: the provider at ${url} stopped answering`],
    });
  });
});

describe('the program', () => {
  let built: BuiltPackage;
  beforeAll(() => {
    built = buildPackage();
  });
  afterAll(() => {
    built.remove();
  });

  const start = (...args: string[]) =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
      const program = join(built.path, 'dist/cli/token.js');
      const options = { cwd: built.path, env: { PATH: process.env['PATH'] } };
      execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
        resolve({ code: error?.code ?? 0, stdout, stderr });
      });
    });

  it('prints the ID token alone', async () => {
    const { issuer } = await startProvider();
    const { code, stdout, stderr } = await start('--age', '900', '--provider-url', issuer);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(decodeJwt(stdout)).toMatchObject({ sub: 'alice', iat: NOW, auth_time: NOW - 900 });
  });

  it('complains on stderr and ends with its code', async () => {
    expect(await start('--user', 'eve')).toEqual({
      code: 2,
      stdout: '',
      stderr: `token: ${USERS}\n`,
    });
  });
});

/** A server that is no provider, for the length of a test. */
async function serve(listener: RequestListener, { close = false } = {}): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  if (close) stop();
  else onTestFinished(stop);
  return `http://127.0.0.1:${port}`;
}

/** One that can be discovered, and then answers everything in this way. */
function serveProvider(listener: RequestListener): Promise<string> {
  return serve((request, response) => {
    if (request.url !== '/.well-known/openid-configuration') {
      listener(request, response);
      return;
    }
    const issuer = `http://${request.headers.host ?? ''}`;
    response.end(
      JSON.stringify({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
      }),
    );
  });
}
