import { manualClock } from '../../src/testing/index.js';
import type { ManualClock } from '../../src/testing/index.js';
import { createTokenVerifier, discoveryUrl } from '../../src/tokens/index.js';
import type { IssuerOptions, TokenVerifier } from '../../src/tokens/index.js';
import { forge, forgeKey } from './forge.js';
import { serveHttp } from './loopback-http.js';
import type { Mint, ProviderFixture, ProviderKind, TokenShape } from './provider-tokens/index.js';

export const NOW = 1_795_250_812;
const KEY = forgeKey('RS256', 'key-1');

/** A provider that signs whatever it is given. */
export interface ProviderIssuer {
  readonly issuer: string;
  readonly clock: ManualClock;
  sign(shape: TokenShape): string;
  /** What the provider gives a user who signed in `age` seconds ago. */
  token(mint: Mint, options: { readonly audience: string; readonly age: number }): string;
}

/** Under the name that such a provider has, and without a network. */
export function scriptProvider({ issuer, keysUrl }: ProviderFixture): ScriptedProvider {
  const documents = new Map<string, unknown>([
    [discoveryUrl(issuer), { issuer, jwks_uri: keysUrl(issuer) }],
    [keysUrl(issuer), { keys: [KEY.jwk] }],
  ]);
  const provider = createProvider(issuer);
  return {
    ...provider,
    verifier: ({ provider: name, tokenType, kind }, options) =>
      createTokenVerifier({
        ...{ issuer, audience: kind.audience, provider: name, tokenType },
        clock: provider.clock,
        fetch: (input) => {
          const body = documents.get(input instanceof Request ? input.url : String(input));
          return Promise.resolve(Response.json(body ?? {}, { status: body ? 200 : 404 }));
        },
        ...options,
      }),
  };
}

export interface ScriptedProvider extends ProviderIssuer {
  verifier(kind: ProviderKind, options?: Partial<IssuerOptions>): TokenVerifier;
}

/** On a free loopback port until the test ends, with addresses as that provider has them. */
export async function serveProvider({ path, keysUrl }: ProviderFixture): Promise<ProviderIssuer> {
  let issuer = '';
  const port = await serveHttp(async (request, response) => {
    const url = new URL(request.url ?? '/', issuer).href;
    const discovery = { issuer, jwks_uri: keysUrl(issuer) };
    const body = url === keysUrl(issuer) ? { keys: [KEY.jwk] } : discovery;
    const isKnown = [keysUrl(issuer), discoveryUrl(issuer)].includes(url);
    response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
    await new Promise<void>((resolve) =>
      response.end(JSON.stringify(isKnown ? body : {}), resolve),
    );
  });
  issuer = `http://127.0.0.1:${port}${path}`;
  return createProvider(issuer);
}

function createProvider(issuer: string): ProviderIssuer {
  const clock = manualClock(NOW);
  const sign = ({ header, claims }: TokenShape) =>
    forge({ header: { alg: KEY.alg, kid: KEY.kid, ...header }, claims }, KEY);
  return {
    issuer,
    clock,
    sign,
    token: (mint, { audience, age }) => sign(mint({ issuer, audience, now: clock(), age })),
  };
}
