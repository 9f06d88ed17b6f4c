import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';
import { createAuthgearResolver } from '../../src/authgear/index.js';
import { startApolloBank } from './apollo-bank.js';
import type { ApolloBank } from './apollo-bank.js';
import { makeCertificate, startNginx } from './nginx.js';
import type { Nginx, Replacements } from './nginx.js';
import { NOW, serveSessionResolver } from './session-resolver.js';
import type { SessionResolver } from './session-resolver.js';
import { temporaryFolder } from './temporary.js';

export const APP = 'https://app.example.com';

export interface ProxiedBank {
  readonly nginx: Nginx;
  readonly bank: ApolloBank;
  readonly resolver: SessionResolver;
  /** With what headers nginx came to the API. */
  readonly arrived: readonly IncomingHttpHeaders[];
  /** Thrown by the API's context, while set. */
  fault: Error | undefined;
}

export interface ProxiedBankOptions {
  readonly replacements?: Replacements;
  /** Whom the resolver's certificate is for. @default the project */
  readonly certifiedFor?: string;
  /** Whether nginx knows who certified it. @default true */
  readonly isKnown?: boolean;
}

/** An API behind a real nginx, which asks a real resolver over TLS. */
export async function openProxiedBank({
  replacements,
  certifiedFor = 'example.authgear.cloud',
  isKnown = true,
}: ProxiedBankOptions = {}): Promise<ProxiedBank> {
  const folder = temporaryFolder();
  onTestFinished(folder.remove);
  const { certificate, key } = await makeCertificate(folder.path, certifiedFor);
  const { certificate: another } = await makeCertificate(folder.path, 'another.example');
  const tls = { cert: await readFile(certificate), key: await readFile(key) };
  const resolver = await serveSessionResolver({ tls });
  const authgear = createAuthgearResolver({
    endpoint: 'https://example.authgear.cloud',
    proxy: { trusted: ['127.0.0.1'] },
    cookies: { origins: [APP] },
    clock: () => NOW,
  });
  const arrived: IncomingHttpHeaders[] = [];
  const bank = await startApolloBank({
    recentAuth: { clock: () => NOW },
    resolver: {
      ...authgear,
      resolve(request) {
        arrived.push({ ...(request.headers as IncomingHttpHeaders) });
        return opened.fault ? Promise.reject(opened.fault) : authgear.resolve(request);
      },
    },
  });
  const nginx = await startNginx({
    'http://127.0.0.1:4000': new URL(bank.url).origin,
    'set $authgear https://example.authgear.cloud;': `set $authgear ${resolver.endpoint};`,
    '/etc/ssl/certs/ca-certificates.crt': isKnown ? certificate : another,
    ...replacements,
  });
  const opened: ProxiedBank = { nginx, bank, resolver, arrived, fault: undefined };
  return opened;
}
