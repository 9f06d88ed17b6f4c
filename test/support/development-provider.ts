import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTPayload } from 'jose';
import { onTestFinished, vi } from 'vitest';
import { createDevelopmentProvider } from '../../src/provider/index.js';
import type { DevelopmentProvider, DevelopmentProviderOptions } from '../../src/provider/index.js';
import { temporaryFolder } from './temporary.js';
import { createUserAgent } from './user-agent.js';
import type { UserAgent, View } from './user-agent.js';

export const APP_ORIGIN = 'http://localhost:4000';
export const REDIRECT_URI = `${APP_ORIGIN}/callback`;
/** When these tests take place, in epoch seconds. */
export const NOW = 1_795_250_000;

const VERIFIER = 'a-code-verifier-of-at-least-forty-three-characters';

type RunningProvider = DevelopmentProvider & { readonly dataDir: string };

/** A provider on a free port with a folder of its own, and the clock standing at `NOW`. */
export function startProvider(
  options: Partial<DevelopmentProviderOptions> = {},
): Promise<RunningProvider> {
  setClock(NOW);
  return startProviderNow(options);
}

/** The same by the machine's clock, for a real browser, which judges cookies by it too. */
export async function startProviderNow(
  options: Partial<DevelopmentProviderOptions> = {},
): Promise<RunningProvider> {
  const dataDir = options.dataDir ?? makeFolder();
  if (keys && options.dataDir === undefined) writeFileSync(join(dataDir, KEYS), keys);
  const provider = await createDevelopmentProvider({
    port: 0,
    dataDir,
    appOrigins: [APP_ORIGIN],
    ...options,
  });
  onTestFinished(() => provider.close());
  keys ??= readFileSync(join(dataDir, KEYS));
  return { ...provider, dataDir };
}

const KEYS = 'provider-keys.json';
/** Made once: a new RSA key for every test takes most of its time. */
let keys: Buffer | undefined;

export function makeFolder(): string {
  const { path, remove } = temporaryFolder();
  onTestFinished(remove);
  return path;
}

/** Sets the wall clock, and that alone: timers go on. */
export function setClock(seconds: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: seconds * 1000 });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

type Parameters = Readonly<Record<string, string>>;

export function authorizationUrl(
  { issuer, clientId }: DevelopmentProvider,
  extra: Parameters = {},
) {
  const url = new URL('/auth', issuer);
  url.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: 'openid profile email offline_access',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'the-state',
    ...extra,
  }).toString();
  return url;
}

/** One person's browser at the provider. */
export interface Visitor {
  readonly agent: UserAgent;
  /** Asks for a sign-in; ends on the provider's page, or at the application where it needs none. */
  ask(extra?: Parameters): Promise<View>;
  /** Fills in the page it is on. */
  fillIn(fields: Parameters): Promise<View>;
  /** Asks, signs in with a password, and redeems the code. */
  signIn(extra?: Parameters, fields?: Parameters): Promise<Tokens>;
}

export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
  readonly claims: JWTPayload;
  readonly kid: string | undefined;
  readonly refreshToken: string | undefined;
}

export const ALICE = { step: 'password', username: 'alice', password: 'wonderland' };
export const BOB = { step: 'password', username: 'bob', password: 'builder' };

/** @param agent the browser of another visitor, where it is one person at two applications */
export function createVisitor(
  provider: DevelopmentProvider,
  agent = createUserAgent(provider.issuer),
): Visitor {
  const visitor: Visitor = {
    agent,
    ask: async (extra) => agent.follow(await agent.visit(authorizationUrl(provider, extra))),
    fillIn: async (fields) => agent.follow(await agent.submit(fields)),
    async signIn(extra, fields = ALICE) {
      const view = await visitor.ask(extra);
      const end = view.location ? view : await visitor.fillIn(fields);
      return redeem(provider, end);
    },
  };
  return visitor;
}

/** Exchanges the code that the application was sent. */
export function redeem(provider: DevelopmentProvider, end: View): Promise<Tokens> {
  const code = end.location?.searchParams.get('code');
  if (end.location?.origin !== APP_ORIGIN || !code) {
    throw new Error(`No code: ${end.status} ${end.location?.href ?? end.text}`);
  }
  return requestTokens(provider, {
    grant_type: 'authorization_code',
    redirect_uri: REDIRECT_URI,
    code,
    code_verifier: VERIFIER,
  });
}

export function refresh(provider: DevelopmentProvider, tokens: Tokens): Promise<Tokens> {
  return requestTokens(provider, {
    grant_type: 'refresh_token',
    refresh_token: tokens.refreshToken ?? '',
  });
}

/** What the token endpoint answers to this, as it stands. */
export function postToken(
  { issuer, clientId }: DevelopmentProvider,
  fields: Parameters,
  headers: Parameters = {},
): Promise<Response> {
  const body = new URLSearchParams({ client_id: clientId, ...fields });
  return fetch(`${issuer}/token`, { method: 'POST', headers, body });
}

async function requestTokens(provider: DevelopmentProvider, fields: Parameters): Promise<Tokens> {
  const response = await postToken(provider, fields);
  const answer = (await response.json()) as Record<string, string | undefined>;
  if (!response.ok) throw new Error(`No tokens: ${JSON.stringify(answer)}`);
  const jwks = (await (await fetch(`${provider.issuer}/jwks`)).json()) as JSONWebKeySet;
  const { id_token: idToken = '', access_token: accessToken = '' } = answer;
  const { payload: claims, protectedHeader } = await jwtVerify(idToken, createLocalJWKSet(jwks), {
    issuer: provider.issuer,
    audience: provider.clientId,
  });
  const { refresh_token: refreshToken } = answer;
  return { idToken, accessToken, claims, kid: protectedHeader.kid, refreshToken };
}
