import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startBank } from '../support/bank-server.js';
import type { BankServer } from '../support/bank-server.js';
import { describeIssuer, sendJson, serveIssuer } from '../support/loopback-issuer.js';
import { pageFolder } from '../support/page-folder.js';

const page = pageFolder();
afterAll(page.remove);

async function startAt(issuer: string): Promise<BankServer> {
  const identity = { issuer, audience: ['app'] };
  const bank = await startBank({ demo: true, pageDir: page.path, identity });
  onTestFinished(() => bank.close());
  return bank;
}

describe('An issuer elsewhere', () => {
  it('may be spread over several hosts, which the page may then ask', async () => {
    const loopback = await serveIssuer([]);
    const { issuer } = loopback;
    const token_endpoint = 'https://tokens.example/token';
    loopback.misbehave = {
      discovery: (_request, response) => {
        sendJson(response, { ...describeIssuer(issuer), token_endpoint });
      },
    };
    const { url } = await startAt(issuer);
    expect(await connectSource(url)).toBe(`connect-src 'self' ${issuer} https://tokens.example`);
  });

  it('whose discovery document is too large is taken to be in one place, and the log says so', async () => {
    const loopback = await serveIssuer([]);
    const { issuer } = loopback;
    loopback.misbehave = {
      discovery: (_request, response) => {
        const filler = 'x'.repeat(300_000);
        sendJson(response, {
          ...describeIssuer(issuer),
          filler,
          token_endpoint: 'https://t.example',
        });
      },
    };
    const another = await startAt(issuer);
    expect(await connectSource(another.url)).toBe(`connect-src 'self' ${issuer}`);
    expect(another.log()).toContain('its discovery document cannot be had');
  });

  it('that hangs is waited for a moment only, also by a server that closes', async () => {
    const loopback = await serveIssuer([]);
    const { issuer, asked } = loopback;
    loopback.misbehave = { discovery: () => undefined };
    const another = await startAt(issuer);
    const source = connectSource(another.url);
    // The verifier's question, and the page's.
    await vi.waitFor(() => {
      expect(asked).toHaveLength(2);
    });
    await another.close();
    expect(await source).toBe(`connect-src 'self' ${issuer}`);
  });
});

/** Which origins the page may ask. */
async function connectSource(url: string): Promise<string | undefined> {
  const { headers } = await fetch(url);
  const policy = headers.get('content-security-policy')?.split('; ') ?? [];
  return policy.find((directive) => directive.startsWith('connect-src'));
}
