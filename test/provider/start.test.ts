import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createDevelopmentProvider } from '../../src/provider/index.js';
import type { DevelopmentProviderOptions } from '../../src/provider/index.js';
import {
  ALICE,
  createVisitor,
  makeFolder,
  startProvider,
} from '../support/development-provider.js';

describe('createDevelopmentProvider', () => {
  it('rejects with EADDRINUSE where the port is taken', async () => {
    const { issuer } = await startProvider();
    const start = startProvider({ port: Number(new URL(issuer).port) });
    await expect(start).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it.each<{ options: Partial<DevelopmentProviderOptions>; message: string }>([
    { options: { port: -1 }, message: '"port" must be a whole number from 0 to 65535' },
    { options: { port: 65_536 }, message: '"port" must be a whole number from 0 to 65535' },
    { options: { port: 1.5 }, message: '"port" must be a whole number from 0 to 65535' },
    ...[
      'localhost:4000',
      'http://localhost:4000/',
      'http://localhost:4000/app',
      'ftp://localhost',
      '*',
      'null',
    ].map((origin) => ({
      options: { appOrigins: [origin] },
      message: '"appOrigins" must hold origins such as http://localhost:4000',
    })),
  ])('refuses $options', async ({ options, message }) => {
    await expect(startProvider(options)).rejects.toThrow(new TypeError(message));
  });

  it('leaves the files of the one that runs there as they are', async () => {
    const { issuer, dataDir } = await startProvider();
    const path = join(dataDir, 'provider-sessions.json');
    writeFileSync(path, '[]\n');
    await expect(startProvider({ dataDir, port: Number(new URL(issuer).port) })).rejects.toThrow();
    expect(readFileSync(path, 'utf8')).toBe('[]\n');
  });

  it('listens on the loopback interface alone, for no application at all if need be', async () => {
    const { issuer, clientId } = await startProvider({ appOrigins: [] });
    expect(issuer).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(clientId).toBe('development-app');
  });

  it('describes itself as it is', async () => {
    const { issuer } = await startProvider();
    const response = await fetch(`${issuer}/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      end_session_endpoint: `${issuer}/session/end`,
      acr_values_supported: ['pwd', 'mfa'],
      code_challenge_methods_supported: ['S256'],
      scopes_supported: ['openid', 'offline_access', 'profile', 'email'],
    });
  });

  it('tells the log what failed by its code, and the user that it did', async () => {
    const log = vi.fn();
    const provider = await startProvider({ log });
    const { dataDir } = provider;
    const visitor = createVisitor(provider);
    await visitor.ask();
    rmSync(dataDir, { recursive: true });
    writeFileSync(dataDir, 'in the way');
    const failed = await visitor.fillIn({ ...ALICE, step: 'start-over' });
    expect(failed.status).toBe(500);
    expect(failed.text).toContain('<h1>Something went wrong</h1>');
    const alsoFailed = await visitor.ask();
    expect(alsoFailed.status).toBe(500);
    expect(alsoFailed.text).toContain('<h1>This sign-in cannot go on</h1>');
    const line = ['The development provider failed', { error: 'EEXIST' }];
    expect(log.mock.calls).toEqual([line, line]);
    rmSync(dataDir);
  });

  it('closes twice as well as once', async () => {
    const provider = await createDevelopmentProvider({
      port: 0,
      dataDir: makeFolder(),
      appOrigins: [],
    });
    await provider.close();
    await provider.close();
    await expect(fetch(provider.issuer)).rejects.toThrow('fetch failed');
  });
});
