import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import { freePort } from './free-port.js';
import type { Answer } from './send.js';
import { temporaryFolder } from './temporary.js';

/** What the documentation's configuration has where a test has something else. */
export type Replacements = Readonly<Record<string, string>>;

export interface Nginx {
  /** Sends an operation as a client of the API does, over TLS. */
  post(headers: Readonly<Record<string, string>>, body: object, path?: string): Promise<Answer>;
}

/** A certificate for these names, and its key: signed by itself, so that it is its own authority. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** Debian's nginx with docs/nginx-authgear.conf, until the test ends. */
export async function startNginx(replacements: Replacements): Promise<Nginx> {
  const folder = temporaryFolder();
  onTestFinished(folder.remove);
  const own = await makeCertificate(folder.path, 'api.example.com');
  const port = await freePort();
  const site = replaceAll(await readFile('docs/nginx-authgear.conf', 'utf8'), {
    'listen 443 ssl;': `listen 127.0.0.1:${port} ssl;`,
    '/etc/nginx/api.example.com.pem': own.certificate,
    '/etc/nginx/api.example.com.key': own.key,
    ...replacements,
  });
  await writeFile(join(folder.path, 'nginx.conf'), mainConfiguration(site));
  const nginx = spawn('nginx', ['-p', folder.path, '-c', 'nginx.conf', '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaints: Buffer[] = [];
  nginx.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  onTestFinished(async () => {
    if (nginx.exitCode === null && nginx.kill('SIGTERM')) await once(nginx, 'exit');
  });
  await expect
    .poll(() => nginx.exitCode ?? isListening(port), { timeout: 10_000 })
    .toBe(true)
    .catch(() => {
      throw new Error(`nginx does not start: ${Buffer.concat(complaints).toString()}`);
    });
  const authority = await readFile(own.certificate);
  return {
    post: (headers, body, path = '/graphql') => post({ port, ca: authority, path }, headers, body),
  };
}

export async function makeCertificate(folder: string, name: string): Promise<Certificate> {
  const certificate = join(folder, `${name}.pem`);
  const key = join(folder, `${name}.key`);
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-nodes', '-days', '2', '-subj', `/CN=${name}`],
    ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
    ...['-addext', `subjectAltName=DNS:${name}`, '-out', certificate, '-keyout', key],
  ]);
  return { certificate, key };
}

/** Each of them is there once, so that the test runs what the page shows. */
function replaceAll(text: string, replacements: Replacements): string {
  return Object.entries(replacements).reduce((rest, [from, to]) => {
    const parts = rest.split(from);
    if (parts.length !== 2) throw new Error(`${from} is there ${parts.length - 1} times`);
    return parts.join(to);
  }, text);
}

function mainConfiguration(site: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return [
    'daemon off; master_process off; pid nginx.pid; error_log stderr warn;',
    'events { worker_connections 256; }',
    'http {',
    ...['access_log off;', ...temporary.map((name) => `${name}_temp_path ${name};`)],
    ...[site, '}'],
  ].join('\n');
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function post(
  { port, ca, path }: { readonly port: number; readonly ca: Buffer; readonly path: string },
  headers: Readonly<Record<string, string>>,
  body: object,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({
      ...{ host: '127.0.0.1', port, path, method: 'POST', agent: false },
      ...{ ca, servername: 'api.example.com' },
      headers: { host: 'api.example.com', 'content-type': 'application/json', ...headers },
    });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        const { statusCode: status = 0 } = incoming;
        const isJson = /json/.test(incoming.headers['content-type'] ?? '');
        const parsed: unknown = isJson ? JSON.parse(text) : text;
        resolve({ status, headers: incoming.headers, body: parsed });
      });
    });
    outgoing.end(JSON.stringify(body));
  });
}
