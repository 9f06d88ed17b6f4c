import { createHash, randomBytes } from 'node:crypto';
import { API_AUDIENCE, SECOND_FACTOR_CODE, TOKEN_COMMAND_REDIRECT_URI } from '../provider/index.js';
import type { DemoAccount } from '../provider/index.js';
import { createBrowser } from './browser.js';
import type { Stop } from './browser.js';

/** The sign-in did not come to its end. One line, without any token or code. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}

export interface SignInOptions {
  /** The development provider's origin, which is its issuer too. */
  readonly providerUrl: string;
  readonly account: DemoAccount;
  /** As if so many seconds ago. */
  readonly age: number;
  readonly acr?: string | undefined;
  /** The application that signs the user in. */
  readonly clientId: string;
  readonly token: 'id_token' | 'access_token';
}

/**
 * Signs in as a browser would: the authorization-code flow with PKCE (RFC 7636), the provider's
 * cookies and its forms. Resolves with the token that was asked for.
 */
export async function signIn(options: SignInOptions): Promise<string> {
  const endpoints = await discover(options.providerUrl);
  try {
    return await runCodeFlow(endpoints, options);
  } catch (error) {
    if (error instanceof SignInError) throw error;
    throw new SignInError(`the provider at ${options.providerUrl} stopped answering`);
  }
}

interface Endpoints {
  readonly authorization: string;
  readonly token: string;
}

async function runCodeFlow(endpoints: Endpoints, options: SignInOptions): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const request = new URLSearchParams({
    client_id: options.clientId,
    redirect_uri: TOKEN_COMMAND_REDIRECT_URI,
    response_type: 'code',
    scope: 'openid profile email',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state,
    sign_in_age: String(options.age),
    ...(options.acr !== undefined && { acr_values: options.acr }),
    // RFC 8707: without it the access token would be one for the provider alone.
    ...(options.token === 'access_token' && { resource: API_AUDIENCE }),
  });
  const end = await fillIn(`${endpoints.authorization}?${request.toString()}`, options);
  const code = readCode(end, { state, issuer: options.providerUrl });
  return redeem(endpoints.token, { code, verifier }, options);
}

async function discover(providerUrl: string): Promise<Endpoints> {
  const document = await fetchJson(`${providerUrl}/.well-known/openid-configuration`).catch(
    () => undefined,
  );
  const { issuer, authorization_endpoint: authorization, token_endpoint: token } = document ?? {};
  if (issuer === providerUrl && typeof authorization === 'string' && typeof token === 'string') {
    return { authorization, token };
  }
  throw new SignInError(
    `no development provider found at ${providerUrl}; is the server running (npm start)?`,
  );
}

/** The sign-in page, then, where the application asked for it, the page for the second factor. */
async function fillIn(url: string, { providerUrl, account, age }: SignInOptions): Promise<Stop> {
  const browser = createBrowser(providerUrl);
  await browser.visit(url);
  if (account.password === undefined) {
    await browser.submit({ step: 'social', age: String(age) });
    return browser.submit({ step: 'social-continue', age: String(age) });
  }
  const { id: username, password } = account;
  const stop = await browser.submit({ step: 'password', username, password, age: String(age) });
  if (stop.status !== 200) return stop;
  return browser.submit({ step: 'code', code: SECOND_FACTOR_CODE });
}

function readCode(end: Stop, expected: { state: string; issuer: string }): string {
  const { origin, pathname, searchParams } = end.url;
  if (origin + pathname !== TOKEN_COMMAND_REDIRECT_URI) {
    const status = end.status === undefined ? '' : ` (HTTP ${end.status})`;
    throw new SignInError(`the provider did not accept the sign-in${status}`);
  }
  const error = searchParams.get('error');
  if (error !== null) {
    const description = searchParams.get('error_description') ?? 'no reason given';
    throw new SignInError(`the provider refused the sign-in: ${error}: ${description}`);
  }
  const code = searchParams.get('code');
  const genuine =
    searchParams.get('state') === expected.state && searchParams.get('iss') === expected.issuer;
  if (code === null || !genuine) throw new SignInError('the provider answered another request');
  return code;
}

async function redeem(
  endpoint: string,
  { code, verifier }: { readonly code: string; readonly verifier: string },
  { clientId, token }: SignInOptions,
): Promise<string> {
  const answer = await fetchJson(endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: TOKEN_COMMAND_REDIRECT_URI,
      code,
      code_verifier: verifier,
    }),
  });
  const { [token]: given, error } = answer;
  if (typeof given === 'string') return given;
  const kind = token === 'id_token' ? 'ID token' : 'access token';
  throw new SignInError(
    `the provider gave no ${kind}${typeof error === 'string' ? `: ${error}` : ''}`,
  );
}

async function fetchJson(url: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
  return (await response.json()) as Record<string, unknown>;
}
