import { assertKnownOptions, ConfigurationError, systemClock } from '../protocol/index.js';
import type { Clock } from '../protocol/index.js';
import { createTokenVerifier } from '../tokens/index.js';
import type { TokenVerifier, TokenVerifierOptions } from '../tokens/index.js';
import { serveLoopback } from './loopback-server.js';
import type { LoopbackServer } from './loopback-server.js';
import { createSigningKey, sign } from './signing-key.js';
import type { SigningKey } from './signing-key.js';

export interface TestIssuerOptions {
  /** @default 'https://issuer.test', until `listen` */
  readonly issuer?: string | undefined;
  /** @default 'test-client' */
  readonly audience?: string | undefined;
  /** @default 'ES256' */
  readonly algorithm?: string | undefined;
  /** The time of the tokens and of `verifier()`. @default the system clock */
  readonly clock?: Clock | undefined;
}

/** How a token is signed, for tests of what must be refused. */
export interface TestTokenOptions {
  /** Changes to the protected header; `undefined` removes a member. */
  readonly header?: Readonly<Record<string, unknown>> | undefined;
  /** `previous`: the key before the last `rotate`; `unknown`: one that was never published. */
  readonly key?: 'current' | 'previous' | 'unknown' | undefined;
}

/** An OpenID provider made on the spot: keys, discovery and ID tokens, over HTTP only if it must be. */
export interface TestIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** A valid ID token of a user who signed in right now; `undefined` removes a claim. */
  token(claims?: Readonly<Record<string, unknown>>, options?: TestTokenOptions): Promise<string>;
  /** Signs with a new key from now on; the old one is withdrawn unless it is to be kept. */
  rotate(options?: { readonly keepOld?: boolean | undefined }): Promise<void>;
  /** A verifier that trusts this issuer and reaches it without HTTP. */
  verifier(options?: Partial<TokenVerifierOptions>): TokenVerifier;
  /** Answers for this issuer without HTTP; an option of `createTokenVerifier`. */
  readonly fetch: typeof globalThis.fetch;
  /** Serves over HTTP on a free loopback port. `issuer` is that address afterwards, so call it first. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

export async function createTestIssuer(options: TestIssuerOptions = {}): Promise<TestIssuer> {
  assertKnownOptions('createTestIssuer', options, ['issuer', 'audience', 'algorithm', 'clock']);
  const { audience = 'test-client', algorithm = 'ES256', clock = systemClock } = options;
  let { issuer = 'https://issuer.test' } = options;
  let keys = 0;
  let server: LoopbackServer | undefined;
  let isInUse = false;
  const verifiers: TokenVerifier[] = [];
  const newKey = (): Promise<SigningKey> => createSigningKey(algorithm, `key-${(keys += 1)}`);
  let current = await newKey();
  let previous: SigningKey | undefined;
  let published: readonly SigningKey[] = [current];

  return {
    get issuer() {
      return issuer;
    },
    audience,
    async token(claims = {}, { header, key = 'current' } = {}) {
      isInUse = true;
      return sign({ ...defaultClaims(), ...claims }, await chooseKey(key), header);
    },
    async rotate({ keepOld = false } = {}) {
      previous = current;
      current = await newKey();
      published = keepOld ? [...published, current] : [current];
    },
    verifier(changes) {
      isInUse = true;
      const verifier = createTokenVerifier({
        issuer,
        audience,
        clock,
        fetch: answerFetch,
        ...changes,
      });
      verifiers.push(verifier);
      return verifier;
    },
    fetch: answerFetch,
    async listen() {
      if (server) return issuer;
      if (isInUse) throw new ConfigurationError('Call listen() before the first token or verifier');
      server = await serveLoopback(answer);
      issuer = server.origin;
      return issuer;
    },
    async close() {
      for (const verifier of verifiers) verifier.close();
      await server?.close();
    },
  };

  function defaultClaims(): Record<string, unknown> {
    const now = Math.floor(clock());
    return {
      ...{ iss: issuer, aud: audience, sub: 'test-user', sid: 'test-session' },
      ...{ iat: now, exp: now + 300, auth_time: now },
    };
  }

  async function chooseKey(key: 'current' | 'previous' | 'unknown'): Promise<SigningKey> {
    if (key === 'current') return current;
    if (key === 'unknown') return newKey();
    if (previous) return previous;
    throw new ConfigurationError('There is no previous key before rotate()');
  }

  function answer(path: string): object | undefined {
    if (path === '/.well-known/openid-configuration') {
      return { issuer, jwks_uri: `${addressBase()}/jwks` };
    }
    return path === '/jwks' ? { keys: published.map((key) => key.publicJwk) } : undefined;
  }

  /** Discovery drops one slash from the issuer's end (OpenID Connect Discovery section 4). */
  function addressBase(): string {
    return issuer.replace(/\/$/, '');
  }

  function answerFetch(input: string | URL | Request): Promise<Response> {
    const url = input instanceof Request ? input.url : String(input);
    const base = addressBase();
    const body = url.startsWith(`${base}/`) ? answer(url.slice(base.length)) : undefined;
    return Promise.resolve(
      Response.json(body ?? { error: 'not_found' }, { status: body ? 200 : 404 }),
    );
  }
}
